package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.manifest.Evaluation;
import dev.serin.manifest.condition.EvalRequest;
import dev.serin.server.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `serin eval`.
@Command(
    name = "eval",
    sortOptions = false,
    description = "Judge a result by conditions, as a measurement would be.",
    footer = {
      "",
      "Types: float, floatSlice, floatNil, int, string, json, anySlice, cloudwatch, nil.",
      "",
      "Exit codes: 0 Successful, 1 Failed, 2 Error or wrong command, 3 Inconclusive;",
      "            with --batch 0.",
      "",
      "Examples:",
      "  serin eval --result '[0.99]' --type floatSlice --success 'result[0] >= 0.95'",
      "  serin eval --result '{\"errors\": 3}' --failure 'result.errors > 2'",
      "  serin eval --batch < lines.json    {id, resultType, result, successCondition,"
          + " failureCondition}"
    })
final class EvalCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--result",
      paramLabel = "JSON",
      description = "What a provider read, as JSON; with --type string the text itself.")
  private String result = "null";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "How a provider hands it over. Default: ${DEFAULT-VALUE}.")
  private String type = "json";

  @Option(names = "--success", paramLabel = "EXPR", description = "The successCondition.")
  private String success = "";

  @Option(names = "--failure", paramLabel = "EXPR", description = "The failureCondition.")
  private String failure = "";

  @Option(
      names = "--batch",
      description = "Read JSON lines from standard input, and write {id, phase, message} for each.")
  private boolean batch;

  EvalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Evaluation evaluation = new Evaluation();
    if (batch) {
      return lines(evaluation);
    }
    if (success.isEmpty() && failure.isEmpty()) {
      throw new Refusal("give --success or --failure, and the --result that they judge");
    }
    EvalRequest.Answer answer = evaluation.judge(type, result, success, failure);
    String why = answer.message().isEmpty() ? "" : ": " + answer.message();
    console.out().println(answer.phase() + why);
    return switch (answer.phase()) {
      case "Successful" -> ExitCode.DONE;
      case "Failed" -> ExitCode.REFUSED;
      case "Inconclusive" -> ExitCode.UNDECIDED;
      default -> ExitCode.WRONG;
    };
  }

  private int lines(Evaluation evaluation) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      if (!line.isBlank()) {
        console.out().println(evaluation.line(line));
        if (!lines.ready()) {
          console.out().flush();
        }
      }
    }
    return ExitCode.DONE;
  }
}

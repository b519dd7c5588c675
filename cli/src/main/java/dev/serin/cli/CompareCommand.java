package dev.serin.cli;

import dev.serin.cli.compare.CompareOrder;
import dev.serin.cli.compare.CompareTerms;
import dev.serin.cli.compare.Counts;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.MarginText;
import dev.serin.cli.console.Output;
import dev.serin.cli.console.ShareText;
import dev.serin.judge.Served;
import dev.serin.judge.sequential.Tolerance;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `serin compare`.
@Command(
    name = "compare",
    sortOptions = false,
    description = "Say whether a canary is worse than its baseline, by their counts.",
    footer = {
      "",
      "Without --canary and --baseline it reads JSON lines from standard input, a sample",
      "each, writes the verdict when it changes and at the end, and ends at once when the",
      "canary is worse. A sample, which is counted since the sample before:",
      "  {\"canary\": {\"requests\": 100, \"failures\": 1},",
      "   \"baseline\": {\"requests\": 900, \"failures\": 1}}       on one line",
      "",
      "Exit codes: 0 not worse, 1 worse, 2 wrong input or command, 3 undecided or",
      "            no data; with --batch 0.",
      "",
      "Examples:",
      "  serin compare --canary 5/1000 --baseline 12/11000",
      "  serin compare --canary 5/1000 --baseline 12/11000 --margin 0.002 -o json",
      "  scrape | serin compare --alpha 5%%      ends when the canary is worse",
      "  serin compare --batch < lines.json    {id, canary, baseline} a line"
    })
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--canary",
      paramLabel = "FAILURES/REQUESTS",
      description = "What the canary served.")
  private @Nullable String canary;

  @Option(
      names = "--baseline",
      paramLabel = "FAILURES/REQUESTS",
      description = "What the stable version served meanwhile.")
  private @Nullable String baseline;

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      converter = ShareText.class,
      description = "The chance of ever calling a good canary worse. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1%")
  private double alpha;

  @Option(
      names = "--margin",
      paramLabel = "MARGIN",
      converter = MarginText.class,
      description =
          "How much worse is still fine: 10%% of the baseline's rate, 0.001 in requests, or"
              + " 10%%+0.001. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10%")
  private Tolerance margin = Tolerance.NONE;

  @Option(
      names = "--minimum-requests",
      paramLabel = "N",
      description = "Canary requests that 'not worse' needs. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private long minimumRequests;

  @Option(
      names = "--batch",
      description = "Compare each JSON line from standard input by itself, and answer each.")
  private boolean batch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "How verdicts are written. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    CompareOrder order = order();
    if (batch) {
      order.batch();
      return ExitCode.DONE;
    }
    if (canary == null && baseline == null) {
      return order.stream();
    }
    return order.once(side("--canary", canary), side("--baseline", baseline));
  }

  private CompareOrder order() {
    if (batch && (canary != null || baseline != null)) {
      throw new Refusal("--batch reads its counts from standard input: leave out the others");
    }
    try {
      return new CompareOrder(new CompareTerms(alpha, margin, minimumRequests), console, output);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private static Served side(String option, @Nullable String counts) {
    if (counts == null) {
      throw new Refusal("give both sides: --canary FAILURES/REQUESTS and --baseline");
    }
    try {
      return Counts.of(counts);
    } catch (IllegalArgumentException e) {
      throw new Refusal(option + ": " + e.getMessage());
    }
  }
}

package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.MarginText;
import dev.serin.cli.console.Output;
import dev.serin.cli.console.ShareText;
import dev.serin.cli.plan.PlanOrder;
import dev.serin.judge.planning.Risk;
import dev.serin.judge.sequential.Tolerance;
import dev.serin.server.Refusal;
import dev.serin.server.plan.PlanTerms;
import dev.serin.server.plan.Shares;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin plan`.
@Command(
    name = "plan",
    sortOptions = false,
    description = "Say what each step of a canary can see, how long that takes, and what it risks.",
    footer = {
      "",
      "requests     the canary's in this step",
      "evidence in  when the canary has the requests that the next weight needs",
      "sees from    the smallest error rate that the step finds out",
      "budget       the part of the error budget that the worst canary uses up",
      "",
      "Exit codes: 0 done (there may be warnings), 2 wrong manifest or command.",
      "",
      "Examples:",
      "  serin plan rollout.yaml --rps 100",
      "  serin plan manifests/ --rps 5 --baseline-errors 1%% --users 20000",
      "  serin plan rollout.yaml --rps 100 -o json    one line a rollout",
      "  serin plan --batch --rps 100 < steps.json    {id, weight, seconds, ...} a line"
    })
final class PlanCommand implements Callable<Integer> {
  /// Stands for a number of requests that every line of a batch gives itself.
  private static final double UNSAID = 1;

  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Manifests: files, or folders with *.yaml, *.yml and *.json.")
  private List<Path> files = List.of();

  @Option(
      names = "--rps",
      paramLabel = "N",
      description = "Requests per second of the service, of both versions together. Required.")
  private @Nullable Double rps;

  @Option(
      names = "--baseline-errors",
      paramLabel = "SHARE",
      converter = ShareText.class,
      description = "How often the stable version fails. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0.1%")
  private double baselineErrors;

  @Option(
      names = "--margin",
      paramLabel = "MARGIN",
      converter = MarginText.class,
      description = "How much worse is still fine: 10%% or 0.001. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10%")
  private Tolerance margin = Tolerance.NONE;

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      converter = ShareText.class,
      description =
          "The chance of a false alarm; errors have 0.5%% in the guard. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1%")
  private double alpha;

  @Option(
      names = "--power",
      paramLabel = "SHARE",
      converter = ShareText.class,
      description = "The chance to find what counts as seen. Default: ${DEFAULT-VALUE}.",
      defaultValue = "80%")
  private double power;

  @Option(
      names = "--minimum-requests",
      paramLabel = "N",
      description = "Canary requests that a promotion needs. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private double minimumRequests;

  @Option(
      names = "--slo",
      paramLabel = "SHARE",
      description = "The promised share of good requests. Default: ${DEFAULT-VALUE}.",
      defaultValue = "99.9%")
  private String slo = "";

  @Option(
      names = "--slo-days",
      paramLabel = "DAYS",
      description = "Over how many days it is promised. Default: ${DEFAULT-VALUE}.",
      defaultValue = "30")
  private double sloDays;

  @Option(
      names = "--worst",
      paramLabel = "SHARE",
      converter = ShareText.class,
      description = "How often the worst canary fails. Default: ${DEFAULT-VALUE}.",
      defaultValue = "20%")
  private double worst;

  @Option(
      names = "--rollback",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long a rollback takes. Default: ${DEFAULT-VALUE}.",
      defaultValue = "30s")
  private Duration rollback = Duration.ZERO;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users of the service; the table then counts them.")
  private @Nullable Long users;

  @Option(
      names = "--batch",
      description = "Read steps as JSON lines from standard input, and answer each with a line.")
  private boolean batch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "How plans are written. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PlanOrder order = order();
    if (batch) {
      return lines(order);
    }
    if (files.isEmpty()) {
      throw new Refusal("name a manifest: serin plan FILE... --rps N");
    }
    order.plans(files, output).forEach(console.out()::println);
    return ExitCode.DONE;
  }

  private PlanOrder order() {
    if (rps == null && !batch) {
      throw new Refusal("say how many requests per second the service gets: --rps N");
    }
    OptionalLong count = users == null ? OptionalLong.empty() : OptionalLong.of(users);
    try {
      return new PlanOrder(terms(rps == null ? UNSAID : rps), rps != null, count);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private PlanTerms terms(double perSecond) {
    double promised = Shares.promise(slo);
    double window = Duration.ofDays(1).toSeconds() * sloDays;
    return new PlanTerms(
        perSecond,
        baselineErrors,
        margin,
        new Risk(alpha, power),
        minimumRequests,
        new PlanTerms.Budget(promised, window, worst, rollback.toMillis() / 1000.0));
  }

  private int lines(PlanOrder order) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      if (!line.isBlank()) {
        console.out().println(order.line(line));
        if (!lines.ready()) {
          console.out().flush();
        }
      }
    }
    return ExitCode.DONE;
  }
}

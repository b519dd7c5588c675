package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Output;
import dev.serin.cli.judge.Batch;
import dev.serin.cli.judge.JsonFiles;
import dev.serin.cli.judge.Judged;
import dev.serin.cli.judge.Report;
import dev.serin.cli.judge.Source;
import dev.serin.cli.judge.Table;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.server.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin judge`.
@Command(
    name = "judge",
    sortOptions = false,
    description = "Judge a canary's metrics as Kayenta does (NetflixACAJudge-v1.0).",
    footer = {
      "",
      "Data is a JSON list of {name, id, tags, values: {control, experiment}}, or CSV:",
      "one file with the columns metric, group (control or experiment), value and",
      "perhaps time; or two files with a column for each metric and perhaps time.",
      "",
      "Exit codes: 0 Pass, 1 Fail, 2 wrong input, 3 Marginal or nothing compared;",
      "            with --batch 0.",
      "",
      "Examples:",
      "  serin judge --config canary.json --data pairs.json --report report.html",
      "  serin judge --config canary.json --control v1.csv --experiment v2.csv",
      "  serin judge --config canary.json --prometheus http://localhost:9090 \\",
      "    --start 2026-11-23T08:00:00Z --end 2026-11-23T09:00:00Z --step 1m \\",
      "    --control-scope v1 --experiment-scope v2",
      "  serin judge --batch < lines.json    {id, config, metricPairs}"
    })
final class JudgeCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--config", paramLabel = "FILE", description = "A canary config of Kayenta.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Both sides: JSON, or CSV when the file is called *.csv.")
  private @Nullable Path data;

  @Option(names = "--control", paramLabel = "FILE", description = "The baseline as CSV.")
  private @Nullable Path control;

  @Option(names = "--experiment", paramLabel = "FILE", description = "The canary as CSV.")
  private @Nullable Path experiment;

  @Mixin private final PastOptions past = new PastOptions();

  @Option(
      names = "--pass",
      paramLabel = "SCORE",
      description = "The least score that passes. Default: as the config says.")
  private @Nullable Double pass;

  @Option(
      names = "--marginal",
      paramLabel = "SCORE",
      description = "The least score that does not fail. Default: as the config says.")
  private @Nullable Double marginal;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "json: Kayenta's judge result. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page with plots of both populations, too.")
  private @Nullable Path report;

  @Option(
      names = "--batch",
      description = "Read JSON lines from standard input, and write a judge result for each.")
  private boolean batch;

  JudgeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (batch) {
      return lines();
    }
    if (config == null) {
      throw new Refusal(
          "give --config, and the data: --data, --control and --experiment, or" + " --prometheus");
    }
    Source source = source();
    CanaryConfig read = JsonFiles.config(config);
    Thresholds thresholds = thresholds(read);
    Judged judged = Judged.of(config.toString(), read, source.read(read), thresholds);
    judged
        .unseen()
        .forEach(name -> warn("the data does not name the metric " + name + ": not judged"));
    if (!judged.comparedAny()) {
      warn("no metric could be compared, so that this score says nothing");
    }
    switch (output) {
      case TEXT -> Table.lines(judged).forEach(console.out()::println);
      case JSON -> console.out().println(Json.line(judged.judgement().tree()));
    }
    if (report != null) {
      write(report, Report.html(judged));
    }
    return judged.exitCode();
  }

  private Source source() {
    boolean files = control != null || experiment != null;
    int sources = (data == null ? 0 : 1) + (files ? 1 : 0) + (past.isGiven() ? 1 : 0);
    if (sources != 1) {
      throw new Refusal(
          "give the data once: --data, or --control and --experiment, or --prometheus");
    }
    if (data != null) {
      return new Source.OneFile(data);
    }
    if (!files) {
      return past.source();
    }
    if (control == null || experiment == null) {
      throw new Refusal("--control and --experiment go together");
    }
    return new Source.TwoFiles(control, experiment);
  }

  private Thresholds thresholds(CanaryConfig read) {
    Thresholds said = read.thresholds();
    if (said == null && (pass == null || marginal == null)) {
      throw new Refusal(
          config
              + ": classifier.scoreThresholds is missing: add it, or give --pass and --marginal");
    }
    Thresholds wanted =
        new Thresholds(
            pass == null && said != null ? said.pass() : pass == null ? 0 : pass,
            marginal == null && said != null ? said.marginal() : marginal == null ? 0 : marginal);
    if ((pass != null || marginal != null) && wanted.pass() < wanted.marginal()) {
      throw new Refusal(
          "a score passes from %s and is marginal from %s: --pass must not lie below --marginal"
              .formatted(wanted.pass(), wanted.marginal()));
    }
    return wanted;
  }

  private void warn(String what) {
    console.err().println("serin judge: " + what);
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new Refusal(file + ": can not be written: " + e);
    }
  }

  private int lines() throws IOException {
    Batch judge = new Batch();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      if (!line.isBlank()) {
        console.out().println(judge.line(line));
        if (!lines.ready()) {
          console.out().flush();
        }
      }
    }
    return ExitCode.DONE;
  }
}

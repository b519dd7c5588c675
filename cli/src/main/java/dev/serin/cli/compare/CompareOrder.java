package dev.serin.cli.compare;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Fields;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Output;
import dev.serin.judge.Served;
import dev.serin.judge.Verdict;
import dev.serin.server.Refusal;
import dev.serin.server.plan.Shares;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares counts, and says how it went on a console.
///
/// @param terms where a line says nothing else
public record CompareOrder(CompareTerms terms, Console console, Output output) {
  /// Compares what is known of both sides once and for all.
  ///
  /// @return the exit code
  public int once(Served canary, Served baseline) {
    var match = new Match(terms, false);
    match.add(baseline, canary);
    Judgement judgement = match.now();
    print(judgement, 0);
    return judgement.exitCode();
  }

  /// Compares sample by sample, one on each line of the standard input, until the canary is worse
  /// or there are no more. The verdict is written when it changes, and at the end.
  ///
  /// @return the exit code
  /// @throws Refusal when a line is wrong, with its number and its field
  public int stream() throws IOException {
    BufferedReader lines = lines();
    Match match = null;
    var told = new Told();
    int number = 0;
    for (String line; told.verdict != Verdict.WORSE && (line = lines.readLine()) != null; ) {
      number++;
      if (!line.isBlank()) {
        match = taken(match, line, number);
        told.tell(match.now(), false);
      }
    }
    if (match == null) {
      throw new Refusal(
          "there is nothing to compare: give --canary and --baseline, or JSON lines on the standard"
              + " input");
    }
    told.tell(match.now(), true);
    return match.now().exitCode();
  }

  /// What was said so far.
  private final class Told {
    private @Nullable Verdict verdict;
    private int samples;
    private int last;

    void tell(Judgement now, boolean end) {
      samples += end ? 0 : 1;
      if (end ? last != samples : now.verdict() != verdict) {
        print(now, samples);
        console.out().flush();
        verdict = now.verdict();
        last = samples;
      }
    }
  }

  /// Compares each line of the standard input by itself, and answers it with a line.
  public void batch() throws IOException {
    BufferedReader lines = lines();
    for (String line; (line = lines.readLine()) != null; ) {
      if (!line.isBlank()) {
        console.out().println(answer(line));
        if (!lines.ready()) {
          console.out().flush();
        }
      }
    }
  }

  private Match taken(@Nullable Match before, String line, int number) {
    try {
      Fields fields = Fields.of(line).only("canary", "baseline");
      boolean latency = latency(fields);
      Match match = before == null ? new Match(terms, latency) : before;
      if (match.latency() != latency) {
        throw new IllegalArgumentException("either all lines have a latency, or none has");
      }
      take(match, fields);
      return match;
    } catch (IllegalArgumentException e) {
      throw new Refusal("line " + number + ": " + e.getMessage());
    }
  }

  private String answer(String line) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", Fields.id(line));
    try {
      Fields fields =
          Fields.of(line).only("id", "canary", "baseline", "alpha", "margin", "minimumRequests");
      var own =
          new CompareTerms(
              fields.number("alpha", terms.alpha()),
              fields.has("margin") ? Shares.margin(fields.text("margin")) : terms.margin(),
              fields.has("minimumRequests")
                  ? fields.count("minimumRequests")
                  : terms.minimumRequests());
      var match = new Match(own, latency(fields));
      take(match, fields);
      tree.putAll(match.now().tree());
    } catch (IllegalArgumentException e) {
      tree.put("error", String.valueOf(e.getMessage()));
    }
    return Json.line(tree);
  }

  private static void take(Match match, Fields fields) {
    match.add(Counts.of(fields.object("baseline")), Counts.of(fields.object("canary")));
  }

  private static boolean latency(Fields fields) {
    boolean canary = fields.object("canary").has("latency");
    if (canary != fields.object("baseline").has("latency")) {
      throw new IllegalArgumentException("latency must be given for both sides, or for none");
    }
    return canary;
  }

  /// @param samples how many were seen; 0 when they are not counted
  private void print(Judgement judgement, int samples) {
    switch (output) {
      case TEXT -> console.out().println(judgement.text());
      case JSON -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (samples > 0) {
          tree.put("samples", samples);
        }
        tree.putAll(judgement.tree());
        console.out().println(Json.line(tree));
      }
    }
  }

  private BufferedReader lines() {
    return new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
  }
}

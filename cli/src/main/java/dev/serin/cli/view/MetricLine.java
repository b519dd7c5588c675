package dev.serin.cli.view;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.engine.Look;
import dev.serin.core.rollout.Rollout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// What one metric of an analysis has come to.
///
/// @param value what was measured last; empty before
/// @param tally its measurements and limits in a few words
/// @param message what went wrong last; empty when nothing did
/// @param details what its provider told beside the value last, such as the numbers of a comparison
record MetricLine(
    String name,
    AnalysisPhase phase,
    String value,
    String tally,
    String message,
    Map<String, String> details) {
  /// Digits beyond this are not read by anybody, and `1e999999999` has a great many.
  private static final int LONGEST = 32;

  /// The metrics of the current revision's runs, oldest first.
  static List<MetricLine> of(Look look) {
    Rollout rollout = look.decision().next();
    String current = rollout.status().runPrefix(rollout.id());
    return look.runs().stream()
        .filter(run -> run.name().startsWith(current))
        .flatMap(run -> run.metrics().stream().map(m -> of(run, m)))
        .toList();
  }

  private static MetricLine of(AnalysisRun run, Metric metric) {
    return run.result(metric.name())
        .map(result -> measured(run, metric, result))
        .orElseGet(
            () ->
                new MetricLine(
                    metric.name(), run.status().phase(), "", "not measured yet", "", Map.of()));
  }

  private static MetricLine measured(AnalysisRun run, Metric metric, MetricResult result) {
    Measurement last = result.last().orElse(null);
    AnalysisPhase phase =
        result.phase().completed() || last == null ? result.phase() : last.phase();
    return new MetricLine(
        metric.name(),
        phase,
        last == null ? "" : last.value(),
        tally(run, metric, result),
        last == null || last.message().isEmpty() ? result.message() : last.message(),
        last == null ? Map.of() : last.metadata());
  }

  private static String tally(AnalysisRun run, Metric metric, MetricResult result) {
    StringBuilder tally = new StringBuilder();
    Accumulator gathered = run.accumulators().get(metric.name());
    if (gathered == null) {
      tally.append(result.successful()).append(" ok");
    } else {
      tally.append(
          String.format(Locale.ROOT, "evidence %.0f %%", Math.floor(gathered.evidence() * 100)));
    }
    count(tally, result.failed(), "failed", metric.limits().failure());
    count(tally, result.inconclusive(), "inconclusive", metric.limits().inconclusive());
    count(tally, result.error(), "errors", null);
    return tally.append(result.dryRun() ? ", dry run" : "").toString();
  }

  private static void count(StringBuilder tally, int count, String word, @Nullable String limit) {
    if (count > 0) {
      tally.append(", ").append(count).append(' ').append(word);
      tally.append(limit == null ? "" : " (limit " + limit + ")");
    }
  }

  AttributedString line(int width) {
    Row row =
        new Row()
            .add("  ")
            .add(style(), sign())
            .add(" ")
            .left(Row.PLAIN, Words.plain(name), Math.clamp(width / 4L, 16, 28))
            .add(" ")
            .right(Row.BOLD, Words.plain(rounded(value)), Math.clamp(width - 64L, 12, 26))
            .add("  ")
            .add(Row.FAINT, tally);
    return row.add(message.isEmpty() ? "" : "  " + Words.plain(message)).line(width);
  }

  /// A number with the digits that people read; anything else as it is.
  private static String rounded(String value) {
    if (value.length() > LONGEST) {
      return value;
    }
    try {
      BigDecimal number = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
      return Math.abs((long) number.scale()) > LONGEST ? number.toString() : number.toPlainString();
    } catch (ArithmeticException | NumberFormatException _) {
      return value;
    }
  }

  private String sign() {
    return switch (phase) {
      case PENDING -> "·";
      case RUNNING -> "◌";
      case SUCCESSFUL -> "✔";
      case FAILED -> "✖";
      case ERROR -> "⚠";
      case INCONCLUSIVE -> "?";
    };
  }

  private AttributedStyle style() {
    return switch (phase) {
      case PENDING, RUNNING -> Row.CYAN;
      case SUCCESSFUL -> Row.GREEN;
      case FAILED, ERROR -> Row.RED;
      case INCONCLUSIVE -> Row.YELLOW;
    };
  }
}

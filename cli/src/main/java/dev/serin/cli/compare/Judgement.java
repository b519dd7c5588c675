package dev.serin.cli.compare;

import dev.serin.cli.console.ExitCode;
import dev.serin.judge.Estimate;
import dev.serin.judge.Evidence;
import dev.serin.judge.Verdict;
import dev.serin.judge.sequential.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A verdict with the evidence that it rests on.
///
/// @param evidence of each comparison; the worst decides
record Judgement(List<Evidence> evidence) {
  Judgement {
    evidence = List.copyOf(evidence);
  }

  Verdict verdict() {
    List<Verdict> all = evidence.stream().map(Evidence::verdict).toList();
    return Stream.of(Verdict.WORSE, Verdict.NO_DATA, Verdict.UNDECIDED)
        .filter(all::contains)
        .findFirst()
        .orElse(Verdict.NOT_WORSE);
  }

  int exitCode() {
    return switch (verdict()) {
      case WORSE -> ExitCode.REFUSED;
      case NOT_WORSE -> ExitCode.DONE;
      case UNDECIDED, NO_DATA -> ExitCode.UNDECIDED;
    };
  }

  /// The verdict and its reasons, on one line.
  String text() {
    return word(verdict())
        + ": "
        + evidence.stream().map(Evidence::sentence).collect(Collectors.joining("; "));
  }

  /// The verdict and its numbers, as a tree for JSON.
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", word(verdict()));
    tree.put("comparisons", evidence.stream().map(Judgement::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Evidence evidence) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("signal", evidence.terms().signal().word());
    tree.put("verdict", word(evidence.verdict()));
    tree.put("canaryRequests", evidence.canary());
    tree.put("baselineRequests", evidence.baseline());
    tree.put("estimates", evidence.estimates().stream().map(Judgement::tree).toList());
    tree.put("logE", evidence.logE());
    tree.put("anytimeP", evidence.anytimeP());
    tree.put("alpha", evidence.terms().alpha());
    tree.put(
        "margin",
        Map.of(
            "relative", evidence.terms().margin().relative(),
            "absolute", evidence.terms().margin().absolute()));
    tree.put("share", evidence.share());
    tree.put("sentence", evidence.sentence());
    return tree;
  }

  private static Map<String, @Nullable Object> tree(Estimate estimate) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("what", estimate.what());
    tree.put("unit", estimate.unit().name().toLowerCase(Locale.ROOT));
    tree.put("canary", finite(estimate.canary()));
    tree.put("baseline", finite(estimate.baseline()));
    tree.put("ratio", bounds(estimate.ratio()));
    tree.put("difference", bounds(estimate.difference()));
    return tree;
  }

  private static @Nullable Map<String, @Nullable Object> bounds(@Nullable Interval interval) {
    if (interval == null) {
      return null;
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("lower", finite(interval.lower()));
    tree.put("upper", finite(interval.upper()));
    return tree;
  }

  /// JSON has no infinity.
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  static String word(Verdict verdict) {
    return switch (verdict) {
      case WORSE -> "Worse";
      case NOT_WORSE -> "NotWorse";
      case UNDECIDED -> "Undecided";
      case NO_DATA -> "NoData";
    };
  }
}

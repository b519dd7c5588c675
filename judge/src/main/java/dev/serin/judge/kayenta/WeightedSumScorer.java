package dev.serin.judge.kayenta;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Adds up the classifications of metrics to scores of groups, and these to one score.
///
/// @param weights of groups in percent; groups without one share what is left of 100
public record WeightedSumScorer(Map<String, Double> weights) {

  /// What a metric contributes.
  ///
  /// @param critical whether it alone fails the judgement when it does not pass
  /// @param muted whether it contributes nothing
  public record Vote(
      Classification classification,
      String reason,
      List<String> groups,
      boolean critical,
      boolean muted) {}

  /// The score of metrics, in their order.
  public Judgement.Score score(List<Vote> all, Thresholds thresholds) {
    List<Vote> votes = all.stream().filter(vote -> !vote.muted()).toList();
    List<Judgement.Group> groups = groups(votes);
    String refusal = refusal(votes).orElse("");
    double value = refusal.isEmpty() ? sum(groups) : 0;
    return new Judgement.Score(groups, value, thresholds.verdict(value), refusal);
  }

  private static List<Judgement.Group> groups(List<Vote> votes) {
    Set<String> names = new LinkedHashSet<>();
    votes.forEach(vote -> names.addAll(vote.groups()));
    List<Judgement.Group> groups = new ArrayList<>();
    for (String name : names) {
      groups.add(group(name, votes.stream().filter(vote -> vote.groups().contains(name)).toList()));
    }
    return groups;
  }

  private static Judgement.Group group(String name, List<Vote> votes) {
    int passed = 0;
    int counted = 0;
    for (Vote vote : votes) {
      switch (vote.classification()) {
        case PASS -> {
          passed++;
          counted++;
        }
        case HIGH, LOW, NODATA_FAIL_METRIC -> counted++;
        case NODATA, ERROR -> {}
      }
    }
    return counted == 0
        ? new Judgement.Group(name, 0, true)
        : new Judgement.Group(name, (double) passed / counted * 100, false);
  }

  private static Optional<String> refusal(List<Vote> votes) {
    Optional<Vote> critical =
        votes.stream()
            .filter(vote -> vote.critical() && vote.classification() != Classification.PASS)
            .findFirst();
    if (critical.isPresent()) {
      return critical.map(vote -> "Canary Failed: " + vote.reason());
    }
    long empty =
        votes.stream().filter(vote -> vote.classification() == Classification.NODATA).count();
    return !votes.isEmpty() && 100.0 * empty / votes.size() >= 50
        ? Optional.of("Canary Failed: 50% or more metrics returned NODATA")
        : Optional.empty();
  }

  private double sum(List<Judgement.Group> groups) {
    Map<String, Double> shares = shares(groups);
    double sum = 0;
    for (Judgement.Group group : groups) {
      double score = group.noData() ? 100 : group.score();
      sum += score * (shares.getOrDefault(group.name(), 0.0) / 100);
    }
    return BigDecimal.valueOf(sum).setScale(2, RoundingMode.HALF_UP).doubleValue();
  }

  /// All weights are taken off, also those of groups that are not there.
  private Map<String, Double> shares(List<Judgement.Group> groups) {
    double given = weights.values().stream().reduce(0.0, (sum, weight) -> sum + weight);
    long others = groups.stream().filter(group -> !weights.containsKey(group.name())).count();
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Judgement.Group group : groups) {
      shares.put(group.name(), weights.getOrDefault(group.name(), (100 - given) / others));
    }
    return shares;
  }
}

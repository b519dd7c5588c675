package dev.serin.judge.kayenta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What Kayenta's judge says of a canary.
///
/// @param results one for each pair of series, in their order
/// @param score the summary
public record Judgement(List<MetricResult> results, Score score) {
  /// Copies the list.
  public Judgement {
    results = List.copyOf(results);
  }

  /// The groups' scores and their sum.
  ///
  /// @param groups in the order in which they first appear
  /// @param value usually 0 to 100, but weights are not checked
  /// @param reason why it is 0 whatever the groups say; else empty
  public record Score(List<Group> groups, double value, Verdict verdict, String reason) {
    /// Copies the list.
    public Score {
      groups = List.copyOf(groups);
    }

    /// The results as fields of Kayenta's JSON.
    public Map<String, Object> tree() {
      Map<String, Object> score = new LinkedHashMap<>();
      score.put("groupScores", groups.stream().map(Group::tree).toList());
      score.put("score", fields(value, verdict.label(), reason));
      return score;
    }

    private static Map<String, Object> fields(double score, String label, String reason) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("score", score);
      fields.put("classification", label);
      fields.put("classificationReason", reason);
      return fields;
    }
  }

  /// The score of a group.
  ///
  /// @param score 0 to 100: the share of its metrics that passed
  /// @param noData true when none of its metrics could be judged; then it counts as 100
  public record Group(String name, double score, boolean noData) {
    private Map<String, Object> tree() {
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("name", name);
      group.putAll(Score.fields(score, "", ""));
      return group;
    }
  }

  /// Whether any metric that counts was really compared: both sides had data, and no error came of
  /// it. Without that, Kayenta's score may still be 100.
  ///
  /// @param pairs what was judged
  public boolean comparedAny(List<MetricPair> pairs) {
    return IntStream.range(0, results.size())
        .filter(index -> pairs.get(index).hasData())
        .mapToObj(results::get)
        .anyMatch(result -> !result.muted() && isComparison(result.classification()));
  }

  private static boolean isComparison(Classification classification) {
    return switch (classification) {
      case PASS, HIGH, LOW -> true;
      case NODATA, NODATA_FAIL_METRIC, ERROR -> false;
    };
  }

  /// The judgement in the shape of Kayenta's JSON, as maps and lists; numbers may be NaN or
  /// infinite.
  public Map<String, Object> tree() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("judgeName", NetflixJudge.NAME);
    result.put("results", results.stream().map(MetricResult::tree).toList());
    result.putAll(score.tree());
    return result;
  }
}

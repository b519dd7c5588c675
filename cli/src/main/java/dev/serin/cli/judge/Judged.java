package dev.serin.cli.judge;

import dev.serin.cli.console.ExitCode;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.CanaryMetric;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.judge.kayenta.UnjudgeableException;
import dev.serin.server.Refusal;
import java.util.List;

/// A judgement with all that led to it.
public record Judged(CanaryConfig config, Data data, Thresholds thresholds, Judgement judgement) {

  /// Judges.
  ///
  /// @param place of the config, for messages
  public static Judged of(String place, CanaryConfig config, Data data, Thresholds thresholds) {
    try {
      return new Judged(
          config, data, thresholds, new NetflixJudge().judge(config, thresholds, data.pairs()));
    } catch (UnjudgeableException wrong) {
      throw new Refusal(place + ": " + wrong.getMessage());
    }
  }

  /// The metrics of the config that have no data; the judge does not see them.
  public List<String> unseen() {
    List<String> seen = data.pairs().stream().map(pair -> pair.name()).toList();
    return config.metrics().stream()
        .map(CanaryMetric::name)
        .filter(name -> !seen.contains(name))
        .distinct()
        .toList();
  }

  /// Whether the score rests on any comparison at all.
  public boolean comparedAny() {
    return judgement.comparedAny(data.pairs());
  }

  /// The exit code for the verdict; a pass that rests on nothing is none.
  public int exitCode() {
    return switch (judgement.score().verdict()) {
      case PASS -> comparedAny() ? ExitCode.DONE : ExitCode.UNDECIDED;
      case MARGINAL -> ExitCode.UNDECIDED;
      case FAIL -> ExitCode.REFUSED;
    };
  }
}

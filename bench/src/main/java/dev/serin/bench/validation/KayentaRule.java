package dev.serin.bench.validation;

import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.Classification;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.Thresholds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Kayenta's judge (Mann-Whitney) on failure rates by the minute: a first look at 50 points, as its
/// documentation advises, then another one every 10 minutes.
final class KayentaRule implements CountRule {
  private static final int FIRST_LOOK = 50;
  private static final int NEXT_LOOK = 10;
  private static final int SECONDS = 60;

  private static final CanaryConfig CONFIG =
      CanaryConfig.of(
          Map.of(
              "judge",
              Map.of("name", NetflixJudge.NAME),
              "metrics",
              List.of(
                  Map.of(
                      "name",
                      "failures",
                      "groups",
                      List.of("all"),
                      "analysisConfigurations",
                      Map.of("canary", Map.of("direction", "increase")))),
              "classifier",
              Map.of("groupWeights", Map.of("all", 100))));

  private final NetflixJudge judge = new NetflixJudge();
  private final double[] canaryRates = new double[240];
  private final double[] baselineRates = new double[240];
  private final double[] minute = new double[4];
  private int second;
  private int points;

  @Override
  public boolean update(double canary, long canaryEvents, double baseline, long baselineEvents) {
    minute[0] += canary;
    minute[1] += canaryEvents;
    minute[2] += baseline;
    minute[3] += baselineEvents;
    if (++second % SECONDS != 0 || points == canaryRates.length) {
      return false;
    }
    canaryRates[points] = minute[1] / minute[0];
    baselineRates[points] = minute[3] / minute[2];
    points++;
    Arrays.fill(minute, 0);
    return points >= FIRST_LOOK && (points - FIRST_LOOK) % NEXT_LOOK == 0 && fails();
  }

  private boolean fails() {
    var pair =
        new MetricPair(
            "failures",
            "",
            Map.of(),
            Series.of(Arrays.copyOf(baselineRates, points)),
            Series.of(Arrays.copyOf(canaryRates, points)));
    return judge.judge(CONFIG, new Thresholds(95, 75), List.of(pair)).results().stream()
        .anyMatch(result -> result.classification() == Classification.HIGH);
  }
}

package dev.serin.cli.run;

import dev.serin.cli.view.Side;
import dev.serin.core.traffic.Revision;
import dev.serin.signals.Signals;
import dev.serin.signals.Signals.Population;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the gateway counted, by revision instead of by role.
final class Traffic {
  /// How far back rates and latencies go.
  static final Duration WINDOW = Duration.ofSeconds(10);

  private Traffic() {}

  static Map<Revision, Side> sides(Signals signals) {
    Map<Revision, Side> sides = new HashMap<>();
    signals.populations().stream()
        .collect(Collectors.groupingBy(Population::revision))
        .forEach((revision, populations) -> sides.put(revision, side(populations)));
    return sides;
  }

  private static Side side(List<Population> roles) {
    long recent = roles.stream().mapToLong(p -> p.recent().requests()).sum();
    long failed = roles.stream().mapToLong(p -> p.recent().statusClass(5)).sum();
    Population most =
        roles.stream()
            .max(Comparator.comparingLong((Population p) -> p.latency().count()))
            .orElseThrow();
    return new Side(
        roles.stream().mapToDouble(p -> p.recent().perSecond()).sum(),
        recent == 0 ? Double.NaN : (double) failed / recent,
        most.latency().quantile(0.5).orElse(null),
        most.latency().quantile(0.99).orElse(null),
        roles.stream().mapToLong(Population::inFlight).sum(),
        roles.stream().mapToLong(p -> p.sinceStart().requests()).sum(),
        roles.stream().mapToLong(p -> p.sinceStart().statusClass(5)).sum());
  }
}

package dev.serin.routers;

import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.TrafficSignals.Split;
import dev.serin.judge.Served;
import java.util.List;
import java.util.stream.Collectors;

/// What the balancers of a fleet counted, as one.
final class FleetCount {
  private static final double SAME_SHARE = 1e-9;

  private FleetCount() {}

  /// The sums of those that have two sides; their epoch and their split are made of all.
  static Counted of(List<Counted> members) {
    List<Counted.Sides> sides =
        members.stream()
            .filter(Counted.Sides.class::isInstance)
            .map(Counted.Sides.class::cast)
            .toList();
    if (sides.isEmpty()) {
      return new Counted.Nothing(
          members.stream().map(FleetCount::why).distinct().collect(Collectors.joining("; ")));
    }
    String epoch = members.stream().map(FleetCount::epoch).collect(Collectors.joining(" "));
    Served baseline =
        sides.stream().map(Counted.Sides::baseline).reduce(FleetCount::sum).orElseThrow();
    Served canary = sides.stream().map(Counted.Sides::canary).reduce(FleetCount::sum).orElseThrow();
    return new Counted.Sides(epoch, split(sides), baseline, canary);
  }

  private static String why(Counted counted) {
    return switch (counted) {
      case Counted.Nothing(var why) -> why;
      case Counted.Sides _ -> "";
    };
  }

  private static String epoch(Counted counted) {
    return switch (counted) {
      case Counted.Nothing _ -> "-";
      case Counted.Sides sides -> sides.epoch();
    };
  }

  /// Where the shares differ, that of the whole depends on who gets how many requests: it says
  /// nothing of any single one then.
  private static Split split(List<Counted.Sides> sides) {
    List<Split> splits = sides.stream().map(Counted.Sides::split).toList();
    double mean = splits.stream().mapToDouble(Split::canary).average().orElseThrow();
    boolean perRequest =
        splits.stream()
            .allMatch(it -> it.perRequest() && Math.abs(it.canary() - mean) <= SAME_SHARE);
    String version = splits.stream().map(Split::version).collect(Collectors.joining(" "));
    return new Split(version, mean, perRequest);
  }

  private static Served sum(Served one, Served other) {
    return new Served(
        one.routed() + other.routed(),
        one.answered() + other.answered(),
        one.failed() + other.failed(),
        one.abandoned() + other.abandoned(),
        one.latency().plus(other.latency()));
  }
}

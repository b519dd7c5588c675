package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Several load balancers in front of one rollout, kept at the same routing. What one of them can
/// not do, or does otherwise, is told with its name, and counts for all.
public final class Fleet implements Balancer {
  private final List<Balancer> members;
  private final FleetRouter router;

  /// These balancers. They are closed with the fleet.
  ///
  /// @throws IllegalArgumentException when there is none
  public Fleet(List<Balancer> members) {
    this.members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a fleet needs at least one load balancer");
    }
    this.router = new FleetRouter(this.members);
  }

  @Override
  public String name() {
    return members.stream().map(Balancer::name).collect(Collectors.joining(" and "));
  }

  @Override
  public TrafficRouter router() {
    return router;
  }

  /// A pool must take traffic from each of the balancers.
  @Override
  public Workload.Health health(Revision revision) {
    String reasons =
        members.stream()
            .flatMap(member -> unavailable(member, revision).stream())
            .collect(Collectors.joining("; "));
    return reasons.isEmpty()
        ? new Workload.Health.Available()
        : new Workload.Health.Unavailable(reasons);
  }

  private static Optional<String> unavailable(Balancer member, Revision revision) {
    return switch (member.health(revision)) {
      case Workload.Health.Available() -> Optional.empty();
      case Workload.Health.Unavailable(var why) -> Optional.of(member.name() + ": " + why);
    };
  }

  @Override
  public boolean checked(Revision revision) {
    return members.stream().allMatch(member -> member.checked(revision));
  }

  /// The sums of all that have counts. Whose counts begin anew, or come and go, is seen by the
  /// epoch.
  @Override
  public Counted counted() {
    return FleetCount.of(members.stream().map(Balancer::counted).toList());
  }

  @Override
  public Signals signals(Duration window) {
    return members.stream()
        .map(member -> member.signals(window))
        .reduce(Signals::plus)
        .orElseThrow();
  }

  @Override
  public Tidings tidings() {
    return members.stream().map(Balancer::tidings).reduce(Tidings::plus).orElse(Tidings.NONE);
  }

  @Override
  public Optional<String> trouble() {
    String all =
        members.stream()
            .flatMap(member -> member.trouble().map(it -> member.name() + ": " + it).stream())
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  @Override
  public void revisions(List<Pools.Pool> pools) {
    members.forEach(member -> member.revisions(pools));
  }

  @Override
  public void close() {
    members.forEach(Balancer::close);
    router.close();
  }
}

package dev.serin.routers;

import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.util.List;
import java.util.Optional;

/// The two pools of servers of a rollout, as a router's configuration knows them. They take turns:
/// the one that is on trial today is trusted tomorrow, and nothing but numbers changes.
///
/// @param first one of them
/// @param second the other one
public record Pools(Pool first, Pool second) {
  /// One of the two.
  ///
  /// @param name as the router's configuration calls it
  /// @param revision what its servers run
  public record Pool(String name, Revision revision) {
    private Pool told(List<Pool> told) {
      return told.stream().filter(pool -> pool.name.equals(name)).findFirst().orElse(this);
    }
  }

  /// Who gets what.
  ///
  /// @param toSecond the share of the users that the second pool gets
  /// @param canary the pool that header routes lead to
  public record Turn(Weight toSecond, Pool canary) {}

  /// A routing as a share of the second pool; empty when a revision that it needs has no pool.
  public Optional<Turn> turn(Routing routing) {
    boolean known = runs(routing.stable()) && runs(routing.canary());
    if (!known) {
      return Optional.empty();
    }
    boolean onTrial = !routing.stable().equals(routing.canary());
    Pool canary = second.revision().equals(routing.canary()) ? second : first;
    int share = onTrial ? routing.weight().ppm() : Weight.SCALE;
    Weight toSecond = new Weight(canary.equals(second) ? share : Weight.SCALE - share);
    return Optional.of(new Turn(toSecond, canary));
  }

  /// These pools with the revisions that `told` names; what is not told stays as it is.
  public Pools with(List<Pool> told) {
    return new Pools(first.told(told), second.told(told));
  }

  /// True when a pool's servers run it.
  public boolean runs(Revision revision) {
    return first.revision().equals(revision) || second.revision().equals(revision);
  }

  /// The share that a routing would give to its canary when the second pool gets `toSecond`.
  public Weight weight(Routing routing, Weight toSecond) {
    if (routing.stable().equals(routing.canary())) {
      return Weight.NONE;
    }
    boolean isSecond = second.revision().equals(routing.canary());
    return isSecond ? toSecond : new Weight(Weight.SCALE - toSecond.ppm());
  }
}

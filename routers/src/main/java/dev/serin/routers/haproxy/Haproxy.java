package dev.serin.routers.haproxy;

import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.routers.BalancedRollout;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the rest of Serin needs to know of HAProxy: its word in manifests, and how its parts are
/// made from settings.
///
/// HAProxy must be 2.4 or newer: since then a map's entries can be replaced all at once.
public final class Haproxy {
  /// Its word in manifests.
  public static final String KIND = "serin/haproxy";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Haproxy() {}

  /// What is wrong with settings; empty when they are right.
  ///
  /// @param settings a tree of maps, lists, texts and numbers; null when none are written
  public static Optional<String> problem(@Nullable Object settings) {
    try {
      Terms.of(settings);
      return Optional.empty();
    } catch (IllegalArgumentException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  /// What HAProxy could not do of a rollout, such as a name or a header that it can not read; empty
  /// when it can do all of it.
  public static Optional<String> problem(BalancedRollout rollout, @Nullable Object settings) {
    try {
      Terms terms = Terms.of(settings);
      if (terms.mechanism() == Mechanism.WEIGHTS && !rollout.headers().isEmpty()) {
        return Optional.of(
            "setting %s.mechanism must be map for routes by header, but is weights"
                .formatted(KIND));
      }
      new Fragment(rollout, terms).generation();
      return Optional.empty();
    } catch (IllegalArgumentException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  /// What HAProxy can do by the mechanism that is set.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static Set<Capability> capabilities(@Nullable Object settings) {
    return switch (Terms.of(settings).mechanism()) {
      case MAP -> EnumSet.of(Capability.WEIGHT, Capability.HEADER_ROUTE);
      case WEIGHTS -> EnumSet.of(Capability.WEIGHT);
    };
  }

  /// True when HAProxy checks the servers of both pools. By weights it does not: a server that gets
  /// nothing is in maintenance, where HAProxy checks none.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static boolean checksServers(@Nullable Object settings) {
    return Terms.of(settings).mechanism() == Mechanism.MAP;
  }

  /// The router of one rollout. It asks nothing of HAProxy before it is used.
  ///
  /// @throws IllegalArgumentException when [#problem(BalancedRollout, Object)] tells one
  public static HaproxyRouter router(BalancedRollout rollout, @Nullable Object settings) {
    Terms terms = checked(rollout, settings);
    RuntimeApi api = api(terms);
    String backend = terms.backend();
    if (backend != null) {
      return new WeightRouter(rollout, backend, api, terms);
    }
    LiveMap map = new LiveMap(api, new MapFile(new Names(rollout.id()).map(terms.maps())));
    OwnLines lines = new OwnLines(terms.config(), rollout.id(), new Fragment(rollout, terms));
    return new MapRouter(rollout, map, terms.onDrift(), lines);
  }

  /// What puts one rollout into HAProxy's configuration, and takes it out again.
  ///
  /// @throws IllegalArgumentException when [#problem(BalancedRollout, Object)] tells one
  public static HaproxySetup setup(BalancedRollout rollout, @Nullable Object settings) {
    Terms terms = checked(rollout, settings);
    return new HaproxySetup(rollout, terms, api(terms));
  }

  /// HAProxy's own counters and checks of one rollout's pools.
  ///
  /// @throws IllegalArgumentException when [#problem(BalancedRollout, Object)] tells one
  public static StatOpinion opinion(BalancedRollout rollout, @Nullable Object settings) {
    Terms terms = checked(rollout, settings);
    return new StatOpinion(rollout, terms, api(terms));
  }

  /// Where Serin receives HAProxy's log.
  ///
  /// @throws IllegalArgumentException when [#problem(Object)] tells one
  public static InetSocketAddress log(@Nullable Object settings) {
    return Terms.of(settings).log();
  }

  private static Terms checked(BalancedRollout rollout, @Nullable Object settings) {
    Optional<String> problem = problem(rollout, settings);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    return Terms.of(settings);
  }

  private static RuntimeApi api(Terms terms) {
    return new RuntimeApi(terms.socket(), TIMEOUT);
  }
}

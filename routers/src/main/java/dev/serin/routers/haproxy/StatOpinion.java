package dev.serin.routers.haproxy;

import dev.serin.core.engine.Workload.Health;
import dev.serin.routers.BalancedRollout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What HAProxy itself counts and knows of a rollout's pools, as a second opinion beside its log.
///
/// Each question asks HAProxy over its runtime API. It may be used by many threads.
public final class StatOpinion {
  private static final long FEWEST = 100;
  private static final double MOST_MISSED = 0.05;

  /// So many differ when a log lags behind by a moment.
  private static final long FEWEST_FAILED = 20;

  private final BalancedRollout rollout;
  private final Terms terms;
  private final RuntimeApi api;
  private final Map<String, Moment> moments = new HashMap<>();

  StatOpinion(BalancedRollout rollout, Terms terms, RuntimeApi api) {
    this.rollout = rollout;
    this.terms = terms;
    this.api = api;
  }

  /// A count of requests.
  ///
  /// @param requests all that were answered
  /// @param failed those that were answered with a status of 500 or above
  public record Counts(long requests, long failed) {
    private Counts since(Counts then) {
      return new Counts(requests - then.requests, failed - then.failed);
    }
  }

  private record Moment(Counts counted, Counts logged) {}

  /// Whether HAProxy has a server of this pool to send requests to.
  ///
  /// @param pool the name of a Backend
  /// @throws IllegalArgumentException when the rollout has no such pool
  public Health health(String pool) {
    return switch (look(pool)) {
      case Look.Not(String why) -> new Health.Unavailable(why);
      case Look.Rows(var servers, _) when servers.stream().anyMatch(StatTable.Row::up) ->
          new Health.Available();
      case Look.Rows(var servers, _) ->
          new Health.Unavailable(
              servers.stream()
                  .map(row -> "%s is %s (%s)".formatted(row.server(), row.status(), row.check()))
                  .collect(
                      Collectors.joining(", ", "HAProxy has no server up in " + pool + ": ", "")));
    };
  }

  /// What HAProxy answered from this pool since it started; empty when it can not be asked. A
  /// reload begins anew.
  ///
  /// @throws IllegalArgumentException when the rollout has no such pool
  public Optional<Counts> counts(String pool) {
    return switch (look(pool)) {
      case Look.Not _ -> Optional.empty();
      case Look.Rows(_, var counted) ->
          Optional.of(
              new Counts(
                  counted.stream().mapToLong(StatTable.Row::requests).sum(),
                  counted.stream().mapToLong(StatTable.Row::failed).sum()));
    };
  }

  /// Compares what a log told of a pool with what HAProxy counted since the first time that it was
  /// asked, or since HAProxy's last reload.
  ///
  /// @param logged everything that the log told until now, made up for sampling
  /// @return a sentence for people when the log misses much; empty when both agree
  /// @throws IllegalArgumentException when the rollout has no such pool
  public synchronized Optional<String> disagreement(String pool, Counts logged) {
    Optional<Counts> now = counts(pool);
    if (now.isEmpty()) {
      return Optional.empty();
    }
    Moment start = moments.get(pool);
    boolean anew =
        start == null
            || now.get().requests() < start.counted().requests()
            || logged.requests() < start.logged().requests();
    if (anew) {
      moments.put(pool, new Moment(now.get(), logged));
      return Optional.empty();
    }
    Moment since = Objects.requireNonNull(start);
    return sentence(pool, now.get().since(since.counted()), logged.since(since.logged()));
  }

  private static Optional<String> sentence(String pool, Counts counted, Counts logged) {
    long missed = counted.requests() - logged.requests();
    if (missed > FEWEST && missed > counted.requests() * MOST_MISSED) {
      return Optional.of(
          "HAProxy counted %d requests of %s and its log told of %d: look whether the log reaches Serin (`serin haproxy init`, a firewall, setting serin/haproxy.log)"
              .formatted(counted.requests(), pool, logged.requests()));
    }
    long apart = Math.abs(counted.failed() - logged.failed());
    long more = Math.max(counted.failed(), logged.failed());
    if (apart > FEWEST_FAILED && apart > more * MOST_MISSED) {
      return Optional.of(
          "HAProxy counted %d answers of 500 and above from %s and its log told of %d"
              .formatted(counted.failed(), pool, logged.failed()));
    }
    return Optional.empty();
  }

  private sealed interface Look {
    record Rows(List<StatTable.Row> servers, List<StatTable.Row> counted) implements Look {}

    record Not(String why) implements Look {}
  }

  private Look look(String pool) {
    boolean first = rollout.first().name().equals(pool);
    if (!first && !rollout.second().name().equals(pool)) {
      throw new IllegalArgumentException(
          "the pools are %s and %s, but asked was \"%s\""
              .formatted(rollout.first().name(), rollout.second().name(), pool));
    }
    String backend = terms.backend();
    return backend == null ? own(new Names(rollout.id()).section(pool)) : shared(backend, first);
  }

  private Look own(String section) {
    return switch (StatTable.ask(api, section)) {
      case StatTable.Found.Not(String why) -> new Look.Not(why);
      case StatTable.Found.Table(StatTable table) ->
          new Look.Rows(table.servers(_ -> true), table.sum());
    };
  }

  private Look shared(String backend, boolean first) {
    return switch (ServerPools.ask(api, rollout, backend)) {
      case ServerPools.Found.Not(String why) -> new Look.Not(why);
      case ServerPools.Found.Both(ServerPools pools) ->
          switch (StatTable.ask(api, backend)) {
            case StatTable.Found.Not(String why) -> new Look.Not(why);
            case StatTable.Found.Table(StatTable table) -> {
              Set<String> names = new HashSet<>();
              (first ? pools.first() : pools.second()).forEach(server -> names.add(server.name()));
              List<StatTable.Row> rows = table.servers(names::contains);
              yield new Look.Rows(rows, rows);
            }
          };
    };
  }
}

package dev.serin.routers.haproxy;

import dev.serin.core.engine.Workload.Health;
import dev.serin.routers.BalancedRollout;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What HAProxy itself counts and knows of a rollout's pools, as a second opinion beside its log.
///
/// Each question asks HAProxy over its runtime API. It may be used by many threads.
public final class StatOpinion {
  private final BalancedRollout rollout;
  private final Terms terms;
  private final RuntimeApi api;

  StatOpinion(BalancedRollout rollout, Terms terms, RuntimeApi api) {
    this.rollout = rollout;
    this.terms = terms;
    this.api = api;
  }

  /// A count of requests.
  ///
  /// @param requests all that were answered
  /// @param failed those that were answered with a status of 500 or above
  public record Counts(long requests, long failed) {}

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

package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.manifest.tree.Source;
import dev.serin.providers.http.Reach;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Store;
import dev.serin.server.store.Summaries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Some rollouts that nodes of other processes run, behind a [Road], and what stands in the store
/// of them.
final class Cast implements AutoCloseable {
  private static final Author ANN = new Author("ann", "");

  private final NodeProcess.Site site;
  private final Store store;
  private final Pools pools;
  private final Road road;
  private final List<RolloutId> ids;
  private final String steps;

  /// @param steps of each rollout, as lines of YAML from the first column on
  private Cast(NodeProcess.Site site, Path folder, List<RolloutId> ids, String steps)
      throws Exception {
    this.site = site;
    this.store = site.open();
    this.ids = ids;
    this.steps = steps;
    this.pools = new Pools();
    this.road = Road.open(store, folder, ids);
  }

  static Cast open(NodeProcess.Site site, Path folder, int rollouts, String steps)
      throws Exception {
    List<RolloutId> ids =
        IntStream.range(0, rollouts).mapToObj(i -> new RolloutId("default", "r" + i)).toList();
    return new Cast(site, folder, ids, steps);
  }

  /// Applies all of them.
  void begin() {
    apply(everything());
  }

  private void apply(String manifests) {
    Applied applied =
        new Clerk(store, new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE))
            .apply(List.of(Source.of("cast.yaml", manifests)), ANN, false);
    assertThat(applied).isInstanceOf(Applied.Done.class);
  }

  private String everything() {
    StringBuilder all = new StringBuilder(pools.template());
    for (RolloutId id : ids) {
      all.append(rollout(id)).append(backends(id, "v1", "v2"));
    }
    return all.toString();
  }

  private String rollout(RolloutId id) {
    return """
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Rollout
    metadata: {name: %1$s}
    spec:
      strategy:
        canary:
          stableService: %1$s-blue
          canaryService: %1$s-green
          trafficRouting: {plugins: {%2$s}}
          steps:
    %3$s"""
        .formatted(id.name(), road.settings(), steps.indent(8));
  }

  private String backends(RolloutId id, String blue, String green) {
    return pools
        .backends(blue, green)
        .replace("name: blue", "name: " + id.name() + "-blue")
        .replace("name: green", "name: " + id.name() + "-green");
  }

  /// Gives a rollout that serves its newest version another one.
  void renew(RolloutId id) {
    Summary summary = summary(id);
    if (!summary.desired().equals(summary.stable())) {
      return;
    }
    int newest = Integer.parseInt(summary.desired().substring(1));
    String next = "v" + (newest + 1);
    apply(
        newest % 2 == 0
            ? backends(id, next, summary.desired())
            : backends(id, summary.desired(), next));
  }

  List<RolloutId> ids() {
    return ids;
  }

  Store store() {
    return store;
  }

  NodeProcess.Site site() {
    return site;
  }

  Road road() {
    return road;
  }

  Summary summary(RolloutId id) {
    return Glances.parse(glance(id).document());
  }

  Summaries.Glance glance(RolloutId id) {
    return new Summaries(store).find(id).orElseThrow();
  }

  /// The nodes that are alive, as far as the store knows.
  Set<String> nodes() {
    return new Summaries(store)
        .shares().stream().map(Summaries.Share::node).collect(Collectors.toSet());
  }

  /// True when somebody who is alive holds each of them.
  boolean held() {
    return those(id -> glance(id).node() != null).size() == ids.size();
  }

  /// How often a node saved something.
  long saves() {
    return ids.stream().mapToLong(id -> glance(id).version()).sum();
  }

  /// True when a rollout's users go as the store says.
  boolean trafficAsStored(RolloutId id) {
    Optional<Routing> before = routing(id);
    return before.isPresent() && before.get().equals(road.now(id)) && before.equals(routing(id));
  }

  private Optional<Routing> routing(RolloutId id) {
    return store.find(id).map(Stored::status).map(status -> status.routing());
  }

  List<RolloutId> those(java.util.function.Predicate<RolloutId> wanted) {
    List<RolloutId> found = new ArrayList<>(ids);
    found.removeIf(wanted.negate());
    return found;
  }

  @Override
  public void close() {
    road.close();
    pools.close();
    store.close();
  }
}

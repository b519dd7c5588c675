package dev.serin.server.api;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.access.Role;
import dev.serin.server.http.Parameters;
import dev.serin.server.http.Problem;
import dev.serin.server.rollouts.Filter;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Page;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Log;
import dev.serin.server.store.Measurements;
import dev.serin.server.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is told of rollouts.
final class RolloutRoutes {
  private static final int MOST = 1000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Rollouts rollouts;
  private final Store store;
  private final Log log;

  RolloutRoutes(Rollouts rollouts, Store store) {
    this.rollouts = rollouts;
    this.store = store;
    this.log = new Log(store);
  }

  void add(RoutesConfig routes) {
    routes.get(Paths.ROLLOUTS, this::list, Role.VIEWER);
    routes.get(Paths.ROLLOUT, this::get, Role.VIEWER);
    routes.get(Paths.ROLLOUT + "/transitions", this::transitions, Role.VIEWER);
    routes.get(Paths.ROLLOUT + "/runs/{run}/measurements", this::measurements, Role.VIEWER);
    routes.get(Paths.ROLLOUT + "/evidence", this::evidence, Role.VIEWER);
    routes.get(Paths.ROLLOUT + "/signals", this::signals, Role.VIEWER);
  }

  private void list(Context request) {
    Filter filter =
        new Filter(
            Caller.of(request).namespaces(Parameters.text(request, "namespace")),
            phase(request),
            Parameters.text(request, "q"),
            Parameters.cursor(request).map(place -> after(request, place)).orElse(null),
            Parameters.limit(request, Filter.MOST, 50));
    Page page = rollouts.list(filter);
    RolloutId next = page.next();
    request.json(
        new Paged<>(
            page.items().stream()
                .map(i -> SummaryView.of(i.id(), i.summary(), i.version(), i.updatedAt()))
                .toList(),
            next == null ? null : Parameters.cursor(next.toString())));
  }

  private static @Nullable Phase phase(Context request) {
    String word = Parameters.text(request, "phase");
    if (word.isEmpty()) {
      return null;
    }
    return Stream.of(Phase.values())
        .filter(phase -> phase.word().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () -> Parameters.wrong("phase", word, "Healthy, Progressing, Paused or Degraded"));
  }

  private static RolloutId after(Context request, String place) {
    int slash = place.indexOf('/');
    if (slash < 1 || slash == place.length() - 1) {
      throw Parameters.wrong(
          "after", Parameters.text(request, "after"), "the `next` of an earlier page");
    }
    return new RolloutId(place.substring(0, slash), place.substring(slash + 1));
  }

  private void get(Context request) {
    Overview seen = find(request);
    Parameters.answer(request, seen.version(), RolloutView.of(seen));
  }

  private Overview find(Context request) {
    RolloutId id = Paths.rollout(request);
    return rollouts.find(id).orElseThrow(() -> Paths.unknown(id));
  }

  private void transitions(Context request) {
    RolloutId id = known(request);
    String order = Parameters.text(request, "order");
    if (!List.of("", "asc", "desc").contains(order)) {
      throw Parameters.wrong("order", order, "asc or desc");
    }
    int limit = Parameters.limit(request, MOST, 100);
    long after = Parameters.number(request, "after", Parameters.Range.NATURAL, -1);
    List<Log.Line> lines = log.lines(id, new Log.Window(after, limit, order.equals("desc")));
    request.json(
        new Paged<>(
            lines.stream().map(LineView::of).toList(),
            lines.size() < limit ? null : lines.getLast().number()));
  }

  /// The log of a rollout that is gone stays.
  private RolloutId known(Context request) {
    RolloutId id = Paths.rollout(request);
    if (rollouts.document(DocumentId.of(id)).isEmpty()
        && rollouts.find(id).isEmpty()
        && log.lines(id, new Log.Window(-1, 1, false)).isEmpty()) {
      throw Paths.unknown(id);
    }
    return id;
  }

  private void measurements(Context request) {
    Overview seen = find(request);
    String run = request.pathParam("run");
    List<MeasurementView> items =
        new Measurements(store)
            .latest(seen.id(), run, Parameters.limit(request, MOST, 100)).stream()
                .map(MeasurementView::of)
                .toList();
    if (items.isEmpty() && seen.runs().stream().noneMatch(one -> one.name().equals(run))) {
      throw Problem.notFound("rollout " + seen.id() + " has no analysis run " + run).exception();
    }
    request.json(Map.of("items", items));
  }

  private void evidence(Context request) {
    request.json(Map.of("comparisons", new Evidences(store).of(find(request))));
  }

  private void signals(Context request) {
    Duration window = Parameters.duration(request, "window", MINUTE);
    if (window.compareTo(Duration.ofSeconds(1)) < 0
        || window.compareTo(Duration.ofMinutes(10)) > 0) {
      throw Parameters.wrong("window", window.toString(), "a time from 1s to 10m");
    }
    Overview seen = find(request);
    var signals = rollouts.signals(seen.id(), window);
    request.json(SignalsView.of(signals, signals.isPresent() ? rollouts.node() : seen.node()));
  }
}

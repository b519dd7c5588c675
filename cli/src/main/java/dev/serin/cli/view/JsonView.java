package dev.serin.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Standing;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON object a line, for scripts. Every line has `at` (ISO-8601, UTC), `type` and `rollout`:
///
/// - `transition`: `reason`, `message`
/// - `status` (when something changed, and every 30 seconds): `phase`, `message`, `step` (from 1;
///   absent before the first and after the last), `steps`, `weight` and `wantedWeight` (percent),
///   `waitsFor`, `waitsUntil`, `stable` and `canary` (each `revision`, `requestsPerSecond`,
///   `errorShare` 0 to 1, `p50Ms`, `p99Ms`, `inFlight`, `requests`, `errors`), `metrics` (each
///   `name`, `phase`, `value`, `tally`, `message`, `details`)
/// - `note`: `message`; has no `rollout`
/// - `end`: `result` (`promoted`, `rolledBack`, `undecided`), `message`, `exitCode`
///
/// Fields may be added; those that are named here stay.
public final class JsonView implements View {
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final java.time.InstantSource clock;
  private Map<String, Object> lastStatus = Map.of();
  private @Nullable Instant lastLine;

  /// A view that writes to `out`.
  ///
  /// @param clock for the notes, which come from outside of the rollout
  public JsonView(PrintWriter out, java.time.InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void show(Frame frame) {
    Instant now = frame.look().at();
    for (Transition transition : Story.news(frame.look())) {
      Map<String, Object> line = line(transition.at(), "transition", frame);
      line.put("reason", transition.reason());
      line.put("message", transition.message());
      write(line);
    }
    Map<String, Object> status = status(frame);
    boolean late = lastLine == null || !now.isBefore(lastLine.plus(HEARTBEAT));
    if (late || !status.equals(lastStatus)) {
      Map<String, Object> line = line(now, "status", frame);
      line.putAll(status);
      line.put("stable", side(frame, frame.place().from()));
      line.put("canary", side(frame, frame.place().to()));
      write(line);
      lastLine = now;
      lastStatus = status;
    }
  }

  @Override
  public synchronized void note(String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("type", "note");
    line.put("message", message);
    write(line);
  }

  @Override
  public synchronized void end(Frame last, Ending ending) {
    Map<String, Object> line = line(last.look().at(), "end", last);
    line.put("result", ending.result().word());
    line.put("message", ending.sentence());
    line.put("exitCode", ending.result().exitCode());
    write(line);
  }

  @Override
  public void close() {
    out.flush();
  }

  private static Map<String, Object> line(Instant at, String type, Frame frame) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", at.toString());
    line.put("type", type);
    line.put("rollout", frame.look().decision().next().id().toString());
    return line;
  }

  private static Map<String, Object> status(Frame frame) {
    Standing standing = frame.look().decision().standing();
    Decision.Wait wait = frame.look().decision().waiting();
    Story story = frame.story();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", standing.phase().word());
    status.put("message", standing.message());
    if (story.at() >= 0 && story.at() < story.rungs().size()) {
      status.put("step", story.at() + 1);
    }
    status.put("steps", story.rungs().size());
    status.put("weight", frame.effective().toPercent());
    status.put("wantedWeight", frame.wanted().toPercent());
    status.put("waitsFor", wait.what());
    if (wait.until() != null) {
      status.put("waitsUntil", wait.until().toString());
    }
    status.put("metrics", metrics(frame));
    return status;
  }

  private static List<Map<String, Object>> metrics(Frame frame) {
    return MetricLine.of(frame.look()).stream().map(JsonView::metric).toList();
  }

  private static Map<String, Object> metric(MetricLine metric) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", metric.name());
    tree.put("phase", metric.phase().word());
    tree.put("value", metric.value());
    tree.put("tally", metric.tally());
    tree.put("message", metric.message());
    tree.put("details", metric.details());
    return tree;
  }

  private static Map<String, Object> side(Frame frame, Revision revision) {
    Side side = frame.side(revision);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", revision.hash());
    tree.put("requestsPerSecond", side.requestsPerSecond());
    if (!Double.isNaN(side.errorShare())) {
      tree.put("errorShare", side.errorShare());
    }
    put(tree, "p50Ms", side.p50());
    put(tree, "p99Ms", side.p99());
    tree.put("inFlight", side.inFlight());
    tree.put("requests", side.requests());
    tree.put("errors", side.errors());
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, @Nullable Duration latency) {
    if (latency != null) {
      tree.put(name, latency.toNanos() / 1e6);
    }
  }

  private void write(Map<String, Object> line) {
    try {
      out.println(JSON.writeValueAsString(line));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is not written", e);
    }
  }
}

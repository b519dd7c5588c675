package dev.serin.server.api;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Parameters;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Event streams (server-sent events). A line of the log has its number as its id: who comes again
/// with `Last-Event-ID` is sent every line since.
final class EventRoutes {
  /// How often a client hears that the connection is alive.
  private static final Duration PING = Duration.ofSeconds(15);

  private static final int PAGE = 500;

  /// After this a client has to come again, and to show again that it may.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ALIVE = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

  private final Rollouts rollouts;
  private final Log log;
  private final Broadcast broadcast;

  EventRoutes(Rollouts rollouts, Store store, Broadcast broadcast) {
    this.rollouts = rollouts;
    this.log = new Log(store);
    this.broadcast = broadcast;
  }

  void add(RoutesConfig routes) {
    routes.get(Paths.ROLLOUT + "/events", this::one, Role.VIEWER);
    routes.get(Paths.ROOT + "/events", this::all, Role.VIEWER);
  }

  private void one(Context request) throws IOException {
    RolloutId id = Paths.rollout(request);
    stream(
        request,
        id,
        () -> {
          Overview seen = rollouts.find(id).orElseThrow(() -> Paths.unknown(id));
          return Optional.of(Event.rollout(id, RolloutView.of(seen)));
        });
  }

  private void all(Context request) throws IOException {
    Caller.of(request).namespaces("");
    stream(request, null, Optional::empty);
  }

  private void stream(
      Context request, @Nullable RolloutId only, Supplier<Optional<Event>> beginning)
      throws IOException {
    long last = log.last();
    long seen = lastSeen(request);
    // Who has seen more than there is comes from another database.
    long from = seen < 0 || seen > last ? last : seen;
    Listener listener = broadcast.open(only, Caller.of(request));
    try {
      Optional<Event> first = beginning.get();
      OutputStream out = begin(request);
      if (first.isPresent()) {
        out.write(first.get().bytes());
      }
      out.flush();
      long sent = catchUp(listener, from, out);
      follow(listener, sent, Principal.staying(request), out);
    } catch (IOException _) {
      // The client went, or was cut off.
    } catch (InterruptedException _) {
      // It was cut off, and comes again.
    } finally {
      broadcast.leave(listener);
    }
  }

  /// Browsers send the header by themselves; the parameter is for those that can not.
  private static long lastSeen(Context request) {
    String header = request.header("Last-Event-ID");
    if (header == null || header.isBlank()) {
      return Parameters.number(request, "lastEventId", Parameters.Range.NATURAL, -1);
    }
    if (!header.matches("[0-9]{1,18}")) {
      throw Parameters.wrong("Last-Event-ID", header, "a number that this stream gave out");
    }
    return Long.parseLong(header);
  }

  private static OutputStream begin(Context request) throws IOException {
    request
        .contentType("text/event-stream")
        .header("Cache-Control", "no-store")
        // Else nginx holds events back.
        .header("X-Accel-Buffering", "no");
    OutputStream out = request.res().getOutputStream();
    out.write(RETRY);
    return out;
  }

  /// Sends what the client has missed.
  ///
  /// @return the number up to which it has everything
  private long catchUp(Listener listener, long from, OutputStream out)
      throws IOException, InterruptedException {
    long settled = broadcast.begin(listener);
    RolloutId only = listener.only();
    LongFunction<List<Log.Line>> pages =
        only == null
            ? after -> log.between(after, settled, PAGE)
            : after -> log.lines(only, new Log.Window(after, PAGE, false));
    long sent = from;
    List<Log.Line> page;
    do {
      page = pages.apply(sent);
      for (Log.Line line : page) {
        sent = Math.max(sent, line.number());
        if (line.number() <= settled && listener.follows(line.id())) {
          out.write(Event.line(LineView.of(line)).bytes());
        }
      }
      out.flush();
    } while (page.size() == PAGE && sent < settled && !listener.isCut());
    return Math.max(from, settled);
  }

  /// @param staying whether the client may still see what it follows; asked each second at least
  private static void follow(
      Listener listener, long sent, BooleanSupplier staying, OutputStream out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    long ping = System.nanoTime() + PING.toNanos();
    while (!listener.isCut() && System.nanoTime() < end && staying.getAsBoolean()) {
      Event event = listener.next(1);
      if (event != null && (event.number() == 0 || event.number() > sent)) {
        out.write(event.bytes());
      } else if (event == null && System.nanoTime() > ping) {
        out.write(ALIVE);
        ping = System.nanoTime() + PING.toNanos();
      }
      out.flush();
    }
  }
}

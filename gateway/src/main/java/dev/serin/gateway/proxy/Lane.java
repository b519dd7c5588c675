package dev.serin.gateway.proxy;

import dev.serin.core.engine.Backend;
import dev.serin.gateway.accesslog.Entry;
import dev.serin.gateway.accesslog.Journal;
import dev.serin.gateway.accesslog.Outcome;
import dev.serin.gateway.accesslog.Pen;
import dev.serin.gateway.accesslog.Population;
import dev.serin.gateway.accesslog.Request;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.pool.Attempts;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.pool.RetryBudget;
import dev.serin.gateway.route.Directory;
import dev.serin.gateway.route.RouteTable;
import dev.serin.gateway.route.Side;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.signals.Tally;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop with all that belongs to it alone: clients, connections to endpoints, counters.
/// Nothing here is shared, so nothing is locked.
public final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());
  private static final long SWEEP_MILLIS = RetryBudget.TICK_MILLIS;
  private static final int MIRROR_LIMIT = 64;

  private final int index;
  private final EventLoop loop;
  private final Switchboard switchboard;
  private final Map<Backend.Protocol, UpstreamPool> pools = new EnumMap<>(Backend.Protocol.class);
  private final List<Guest> clients = new ArrayList<>();
  private final Promise<Boolean> emptied;
  private final RetryBudget retries;
  private @Nullable Pen pen;
  private int mirrors;

  /// A lane without clients.
  ///
  /// @param index 0 for the first lane
  public Lane(int index, EventLoop loop, Switchboard switchboard) {
    this.index = index;
    this.loop = loop;
    this.switchboard = switchboard;
    this.emptied = loop.newPromise();
    GatewayOptions options = switchboard.options();
    this.retries = new RetryBudget(options.resilience().retryShare(), options.eventLoops());
  }

  /// Begins to look after timeouts.
  public void start() {
    var _ =
        loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  public Switchboard switchboard() {
    return switchboard;
  }

  public EventLoop loop() {
    return loop;
  }

  public Tally tally(Side side) {
    return side.tally(index);
  }

  /// Requests are written down there.
  public void use(Journal journal) {
    pen = journal.pen(index);
  }

  /// Begins the line of a request in the access log; null when there is no log.
  ///
  /// @param head null when it could not be read
  /// @param population null when it belongs to none
  @Nullable Entry line(
      Downstream client, @Nullable RequestHead head, @Nullable Population population) {
    return pen == null
        ? null
        : pen.begin(
            new Request(client.sender().address(), client.protocol(head), head, population));
  }

  /// Counts and writes down a request that was answered before it belonged to a population.
  ///
  /// @param head null when it could not be read
  /// @param sent the size of the answer in bytes
  public void refused(Downstream client, @Nullable RequestHead head, OwnAnswer answer, int sent) {
    switchboard.refusals().count(answer.status());
    Entry entry = line(client, head, null);
    if (entry != null) {
      entry.sent(sent);
      entry.end(answer.status(), Outcome.ofGateway(answer.status()), 0);
    }
  }

  /// How many requests may be tried again.
  RetryBudget retries() {
    return retries;
  }

  /// True when a request has outlived its handover: its revision, or the endpoint that has it, got
  /// no more traffic for too long.
  boolean overdue(Side side, Attempts attempts, long now) {
    long handover = switchboard.options().timeouts().handover().toNanos();
    return side.tenure().over(now, handover) || attempts.orphaned(now, handover);
  }

  /// The connections to endpoints that speak this protocol.
  public void use(Backend.Protocol protocol, UpstreamPool pool) {
    pools.put(protocol, pool);
  }

  /// A way to the endpoint that has not waited longer than `maxIdleNanos`, or a new one.
  ///
  /// @throws IllegalStateException when nothing here speaks the endpoint's protocol
  public void acquire(LiveEndpoint endpoint, long maxIdleNanos, UpstreamPool.Acquirer to) {
    UpstreamPool pool = pools.get(endpoint.protocol());
    if (pool == null) {
      throw new IllegalStateException("nothing here speaks " + endpoint.protocol());
    }
    pool.acquire(endpoint, maxIdleNanos, to);
  }

  /// What becomes of a client's request.
  public sealed interface Admission {
    /// It can be sent on its way.
    record Admitted(Exchange exchange) implements Admission {}

    /// Nobody serves it.
    record Unserved(OwnAnswer answer) implements Admission {}
  }

  /// Finds out where a client's request goes, by the directory in force.
  public Admission admit(Downstream client, RequestHead head) {
    Directory.Listing listing = switchboard.directory().find(head);
    RouteTable table = listing == null ? null : listing.table();
    if (table == null) {
      return new Admission.Unserved(OwnAnswer.unserved(head, listing));
    }
    String address = client.sender().address();
    RouteTable.Route route = table.route(head, address, ThreadLocalRandom.current());
    return new Admission.Admitted(new Exchange(this, client, head, route));
  }

  public void add(Guest client) {
    client.seat(clients.size());
    clients.add(client);
  }

  public void remove(Guest client) {
    Guest last = clients.removeLast();
    if (!last.equals(client)) {
      clients.set(client.seat(), last);
      last.seat(client.seat());
    }
    if (switchboard.draining() && clients.isEmpty()) {
      emptied.trySuccess(true);
    }
  }

  /// True when one more copy may be under way.
  public boolean enterMirror() {
    if (mirrors >= MIRROR_LIMIT) {
      return false;
    }
    mirrors++;
    return true;
  }

  public void leaveMirror() {
    mirrors--;
  }

  /// Ends each connection once it carries no request, and tunnels at once.
  ///
  /// @return is done when none is left
  public Future<Boolean> drain() {
    loop.execute(
        () -> {
          List.copyOf(clients).forEach(Guest::drain);
          if (clients.isEmpty()) {
            emptied.trySuccess(true);
          }
        });
    return emptied;
  }

  private void sweep() {
    long now = System.nanoTime();
    for (int i = clients.size() - 1; i >= 0; i--) {
      Guest client = i < clients.size() ? clients.get(i) : null;
      if (client != null) {
        guarded(() -> client.sweep(now));
      }
    }
    pools.values().forEach(pool -> guarded(() -> pool.sweep(now)));
    retries.tick();
  }

  /// One strange connection must not end the timeouts of all others for good.
  private static void guarded(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.WARNING, "a connection could not be looked after", unexpected);
    }
  }
}

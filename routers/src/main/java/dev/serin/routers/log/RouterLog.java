package dev.serin.routers.log;

import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Ledger;
import dev.serin.routers.Pools;
import dev.serin.routers.Tidings;
import dev.serin.signals.Role;
import dev.serin.signals.Series;
import dev.serin.signals.SignalBook;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Counts the requests of one rollout that its balancer's log tells of.
///
/// A request counts for the role that its pool has when its line comes. A line is written when its
/// request is over, so that those that were under way when the weight changed count under the next
/// routing; the first counts after a change are of both.
///
/// Where only one in N requests is logged, people are shown N times the lines; comparisons get the
/// lines, and the share of them that is the canary's when requests are sent as they should be.
public final class RouterLog implements Ledger {
  private final LogPlan plan;
  private final Inbox inbox;
  private final LongSupplier clock;
  private final SignalBook logged;
  private final SignalBook shown;
  private final SecondOpinion second;
  private final Map<String, Column> columns = new HashMap<>();
  private final Ticker ticker;
  private Pools pools;
  private long changes;
  private long received;
  private long unknown;
  private String unknownPool = "";
  private long otherwiseSampled;
  private int otherSample;
  private volatile @Nullable InForce inForce;

  /// Begins to count.
  ///
  /// @param inbox where it is registered
  /// @param clock the second of the monotonic clock
  RouterLog(LogPlan plan, OwnCount own, Inbox inbox, LongSupplier clock) {
    this.plan = plan;
    this.pools = plan.pools();
    this.inbox = inbox;
    this.clock = clock;
    this.logged = new SignalBook(1, 1, clock);
    this.shown = new SignalBook(1, 1, clock);
    this.second = new SecondOpinion(plan, own);
    this.ticker = Ticker.eachSecond("serin-log-" + plan.rollout().name(), this::tick);
  }

  LogPlan plan() {
    return plan;
  }

  /// A line of this rollout came.
  synchronized void enter(RequestRecord request) {
    if (!isPool(request.pool())) {
      unknown++;
      unknownPool = request.pool();
      return;
    }
    if (!plan.samples(request.oneIn())) {
      otherwiseSampled++;
      otherSample = request.oneIn();
      return;
    }
    received++;
    Column column = columns.get(request.pool());
    if (column != null) {
      column.enter(request);
    }
    second.logged(request);
  }

  private boolean isPool(String name) {
    return pools.first().name().equals(name) || pools.second().name().equals(name);
  }

  @Override
  public synchronized void routed(Routing routing, Weight effective) {
    InForce now = inForce;
    boolean same =
        now != null && now.routing().equals(routing) && now.effective().equals(effective);
    if (!same) {
      put(routing, effective);
    }
  }

  @Override
  public synchronized void revisions(Pools next) {
    if (!next.equals(pools)) {
      pools = next;
      InForce now = inForce;
      if (now != null) {
        put(now.routing(), now.effective());
      }
    }
  }

  private void put(Routing routing, Weight effective) {
    boolean onTrial = !routing.stable().equals(routing.canary());
    Column stable = column(Role.STABLE, routing.stable());
    Column canary = onTrial ? column(Role.CANARY, routing.canary()) : stable;
    // A pool that has no part any more keeps its column: its last lines are still to come.
    Stream.of(pools.first(), pools.second())
        .forEach(
            pool -> {
              if (pool.revision().equals(routing.stable())) {
                columns.put(pool.name(), stable);
              } else if (pool.revision().equals(routing.canary())) {
                columns.put(pool.name(), canary);
              }
            });
    InForce.Sampling sampling = new InForce.Sampling(plan.logSample(), 1);
    inForce =
        new InForce(routing, effective, stable, canary, sampling, ++changes, clock.getAsLong());
  }

  private Column column(Role role, Revision revision) {
    return new Column(logged.open(role, revision), shown.open(role, revision));
  }

  private void tick() {
    InForce now = inForce;
    logged.collect(now == null ? List.of() : now.logged());
    shown.collect(now == null ? List.of() : now.shown());
    second.look(clock.getAsLong());
  }

  @Override
  public Counted counted() {
    InForce now = inForce;
    return now == null
        ? new Counted.Nothing(plan.balancer() + " has no routing yet, so nothing is counted")
        : now.counted(plan.sending(), clock.getAsLong());
  }

  @Override
  public Signals signals(Duration window) {
    InForce now = inForce;
    List<Series> routed = now == null ? List.of() : now.shown();
    return shown.snapshot(window, routed);
  }

  /// How whole the log is. What is lost or can not be read names no rollout: it counts for each
  /// whose lines come to the same address.
  @Override
  public synchronized Tidings tidings() {
    return inbox.tidings(received, unknown + otherwiseSampled);
  }

  @Override
  public Optional<String> trouble() {
    String all =
        Stream.of(
                inbox.trouble(),
                inbox.strangers(received()),
                strangePool(),
                strangeSample(),
                second.trouble())
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private synchronized long received() {
    return received;
  }

  private synchronized Optional<String> strangePool() {
    return unknown == 0
        ? Optional.empty()
        : Optional.of(
            "%s logged %d requests of a pool \"%s\", which rollout %s does not have (its pools are %s and %s): was it set up with an older manifest?"
                .formatted(
                    plan.balancer(),
                    unknown,
                    unknownPool,
                    plan.rollout(),
                    pools.first().name(),
                    pools.second().name()));
  }

  private synchronized Optional<String> strangeSample() {
    return otherwiseSampled == 0
        ? Optional.empty()
        : Optional.of(
            "%s logged %d requests of rollout %s as 1 in %d, but its logSample is %d: was it set up with an older manifest?"
                .formatted(
                    plan.balancer(),
                    otherwiseSampled,
                    plan.rollout(),
                    otherSample,
                    plan.logSample()));
  }

  @Override
  public void close() {
    ticker.close();
    inbox.leave(this);
  }
}

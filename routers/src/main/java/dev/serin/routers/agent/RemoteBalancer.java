package dev.serin.routers.agent;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Balancer;
import dev.serin.routers.Pools;
import dev.serin.routers.Tidings;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A load balancer on another machine, by the agent that runs beside it.
///
/// It is steered at once, with a deadline; what it counts is fetched in the background, ten times a
/// second while somebody asks, so that asking never waits. An agent that can not be reached steers
/// nothing, and its last counts stay. One that was started again counts anew, in a new epoch.
///
/// Whoever steers waits once for an agent that gives no answer. From then on he is told so at once,
/// until the agent has answered in the background: of many agents that are away, each would hold up
/// a thread that others need.
public final class RemoteBalancer implements Balancer {
  private static final Duration TO_OBSERVE = Duration.ofSeconds(2);
  private static final Duration TO_APPLY = Duration.ofSeconds(5);
  private static final Duration TO_LOOK = Duration.ofSeconds(2);

  private final RemotePlan plan;
  private final Line line;
  private final Memory memory;
  private final Wishes wishes;
  private final Thread fetching;
  private final BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
  private volatile Pools pools;
  private volatile boolean closed;

  /// Why it can not be steered; empty while it can be, or nobody knows.
  private volatile String away = "";

  private RemoteBalancer(RemotePlan plan, Line line) {
    this.plan = plan;
    this.line = line;
    this.pools = plan.pools();
    this.memory = new Memory(plan.address(), System.nanoTime());
    this.wishes = new Wishes(System.nanoTime());
    this.fetching = Thread.ofVirtual().name("serin-agent-" + plan.address()).unstarted(this::fetch);
  }

  /// Begins to ask an agent, whether it is there or not.
  ///
  /// @return the balancer, or why these files can not be used
  public static Checked<Balancer> open(RemotePlan plan, TlsFiles files) {
    return files
        .client()
        .then(
            tls -> {
              Line line = new Line(plan.address(), files, tls);
              RemoteBalancer opened = new RemoteBalancer(plan, line);
              opened.fetching.start();
              return new Checked.Valid<>(opened);
            });
  }

  private void fetch() {
    try {
      while (!closed) {
        look();
        var _ = wake.poll(wishes.pause(System.nanoTime()).toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  private void look() {
    Pools now = pools;
    Set<Revision> running = Set.copyOf(List.of(now.first().revision(), now.second().revision()));
    Ask.Look look = wishes.look(running, System.nanoTime());
    switch (line.send(letter(look), TO_LOOK)) {
      case Checked.Valid<Answer>(Answer.Looked looked) -> {
        tryAgain();
        memory.told(looked, System.nanoTime());
      }
      case Checked.Valid<Answer>(var other) -> memory.silent(strange(other));
      case Checked.Invalid<Answer>(var why) -> {
        memory.silent(why);
        away = why;
      }
    }
  }

  /// An agent may be there whose load balancer hangs.
  private void tryAgain() {
    if (!away.isEmpty()
        && line.send(letter(new Ask.Observe()), TO_OBSERVE) instanceof Checked.Valid<Answer> _) {
      away = "";
    }
  }

  private Ask.Letter letter(Ask ask) {
    Pools now = pools;
    return new Ask.Letter(Ask.VERSION, plan.rollout(), List.of(now.first(), now.second()), ask);
  }

  private String strange(Answer other) {
    return "the agent at %s answered something else: %s".formatted(plan.address(), other);
  }

  private void hurry() {
    boolean _ = wake.offer(true);
  }

  @Override
  public String name() {
    return plan.kind() + " at " + plan.address();
  }

  @Override
  public TrafficRouter router() {
    return new Router();
  }

  /// What the agent told last; an agent that is away says nothing new of its pools.
  @Override
  public Workload.Health health(Revision revision) {
    if (wishes.revision(revision)) {
      hurry();
    }
    return memory.health(revision);
  }

  @Override
  public boolean checked(Revision revision) {
    if (wishes.revision(revision)) {
      hurry();
    }
    return memory.checked(revision);
  }

  @Override
  public Counted counted() {
    if (wishes.counts(System.nanoTime())) {
      hurry();
    }
    return memory.counted();
  }

  /// What the agent told last. Of a window that was never asked for, the nearest one is told until
  /// the agent has answered.
  @Override
  public Signals signals(Duration window) {
    if (wishes.window(window, System.nanoTime())) {
      hurry();
    }
    return memory.signals(window);
  }

  @Override
  public Tidings tidings() {
    return memory.tidings();
  }

  @Override
  public Optional<String> trouble() {
    return memory.trouble(System.nanoTime());
  }

  /// Told to the agent with the next letter, and with each that follows.
  @Override
  public void revisions(List<Pools.Pool> told) {
    pools = pools.with(told);
    hurry();
  }

  @Override
  public void close() {
    closed = true;
    fetching.interrupt();
    line.close();
  }

  /// Steers by letters.
  private final class Router implements TrafficRouter {
    @Override
    public Set<Capability> capabilities() {
      return plan.capabilities();
    }

    @Override
    public Live observe(RolloutId rollout) {
      return ask(rollout, new Ask.Observe(), TO_OBSERVE);
    }

    @Override
    public Live apply(RolloutId rollout, Routing desired) {
      return ask(rollout, new Ask.Apply(desired), TO_APPLY);
    }

    /// It is asked only once, so that it is tried also when the agent seems to be away.
    @Override
    public void release(RolloutId rollout) {
      var _ = ask(rollout, new Ask.Release(), TO_APPLY);
    }

    private Live ask(RolloutId rollout, Ask ask, Duration deadline) {
      if (!rollout.equals(plan.rollout())) {
        return new Live.Unavailable(
            "%s serves rollout %s, not %s".formatted(name(), plan.rollout(), rollout));
      }
      String known = away;
      if (!known.isEmpty() && !(ask instanceof Ask.Release)) {
        return new Live.Unavailable(known);
      }
      return switch (line.send(letter(ask), deadline)) {
        case Checked.Valid<Answer>(Answer.Routed(var live)) -> live;
        case Checked.Valid<Answer>(var other) -> new Live.Unavailable(strange(other));
        case Checked.Invalid<Answer>(var why) -> {
          away = why;
          yield new Live.Unavailable(why);
        }
      };
    }
  }
}

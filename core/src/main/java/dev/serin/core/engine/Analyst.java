package dev.serin.core.engine;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.AnalysisRunner.Outcome;
import dev.serin.core.analysis.AnalysisRunner.Prepared;
import dev.serin.core.analysis.AnalysisRunner.Task;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Conditions;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.MetricProvider.Query;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes the measurements of analysis runs. Each goes its own way through the executor, so that a
/// provider that hangs delays nothing else; what comes of it is put in at the next look. What is
/// under way is known only in memory: after a crash it is measured again.
public final class Analyst {
  private final Tools tools;
  private final Executor executor;
  private final InstantSource clock;
  private final Map<RolloutId, Desk> desks = new ConcurrentHashMap<>();

  /// What measurements are taken with.
  ///
  /// @param providers by the word that stands for them in a manifest
  /// @param conditions judge what a provider read
  /// @param secrets are read anew for each measurement
  public record Tools(
      Map<String, MetricProvider> providers, Conditions conditions, Secrets secrets) {
    /// Copies its providers.
    public Tools {
      providers = Map.copyOf(providers);
    }
  }

  /// @param executor gives each measurement a thread, or takes it at once in virtual time
  public Analyst(Tools tools, Executor executor, InstantSource clock) {
    this.tools = tools;
    this.executor = executor;
    this.clock = clock;
  }

  /// The runs with everything put in that came since the last look. It stays on the desk until
  /// [#settle]: a look that can not be saved loses nothing.
  Gathered gather(RolloutId id, List<AnalysisRun> runs) {
    List<Arrival> arrivals = List.copyOf(desk(id).arrivals);
    List<AnalysisRun> next = new ArrayList<>(runs);
    for (Arrival came : arrivals) {
      next.replaceAll(run -> run.name().equals(came.run()) ? came.into(run) : run);
    }
    return new Gathered(next, arrivals);
  }

  /// Forgets what a look has put in, now that it is saved.
  void settle(RolloutId id, Gathered gathered) {
    Desk desk = desk(id);
    for (Arrival came : gathered.arrivals()) {
      desk.arrivals.remove(came);
      desk.underWay(came.run()).remove(came.task());
    }
  }

  /// Whether something came that no look has put in.
  boolean hasNews(RolloutId id) {
    return !desk(id).arrivals.isEmpty();
  }

  /// What `run` is to do now.
  AnalysisRunner.Pass pass(RolloutId id, AnalysisRun run, Gathered gathered, Instant now) {
    Set<Task> underWay = new HashSet<>(desk(id).underWay(run.name()));
    for (Arrival came : gathered.arrivals()) {
      if (came.run().equals(run.name())) {
        underWay.remove(came.task());
      }
    }
    return AnalysisRunner.pass(run, now, underWay, metric -> urgent(id, run, metric));
  }

  private boolean urgent(RolloutId id, AnalysisRun run, String metric) {
    return run.metrics().stream()
        .filter(it -> it.name().equals(metric))
        .flatMap(it -> Stream.ofNullable(tools.providers().get(it.provider().kind())))
        .anyMatch(provider -> provider.urgent(id, run, metric));
  }

  /// Lets go of what is kept in memory for a run that has ended.
  void release(RolloutId id, AnalysisRun run) {
    desk(id).underWay.remove(run.name());
    tools.providers().values().forEach(provider -> provider.release(id, run));
  }

  /// Lets go of everything that is kept in memory for a rollout.
  void forget(RolloutId id) {
    desks.remove(id);
    tools.providers().values().forEach(provider -> provider.forget(id));
  }

  /// Starts tasks that [#pass] asked for.
  ///
  /// @param wake called when one of them is done
  void start(RolloutId id, AnalysisRun run, List<Task> tasks, Runnable wake) {
    Desk desk = desk(id);
    for (Task task : tasks) {
      desk.underWay(run.name()).add(task);
      executor.execute(
          () -> {
            desk.arrivals.add(arrival(id, run, task));
            wake.run();
          });
    }
  }

  /// Whatever breaks on the way is an answer too: a task without one would never be measured again.
  private Arrival arrival(RolloutId id, AnalysisRun run, Task task) {
    try {
      return carryOut(id, run, task);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
      return new Arrival.Unprepared(run.name(), task, "the measurement broke: " + broken);
    }
  }

  private Arrival carryOut(RolloutId id, AnalysisRun run, Task task) {
    return switch (AnalysisRunner.prepare(run, task, tools.secrets(), id.namespace())) {
      case Checked.Invalid<Prepared>(var why) -> new Arrival.Unprepared(run.name(), task, why);
      case Checked.Valid<Prepared>(var prepared) -> {
        Instant began = clock.instant();
        Reading reading = ask(new Query(id, run, prepared.metric(), began), task);
        Measurement measurement = measurement(task, began, reading, prepared);
        yield new Arrival.Measured(
            run.name(),
            task,
            prepared,
            new Outcome(measurement, Map.of(), gathered(reading), clock.instant()));
      }
    };
  }

  private static @Nullable Accumulator gathered(Reading reading) {
    return switch (reading) {
      case Reading.Judged judged -> judged.gathered();
      case Reading.Pending pending -> pending.gathered();
      case Reading.Value _, Reading.Unavailable _ -> null;
    };
  }

  private Reading ask(Query query, Task task) {
    String kind = query.metric().provider().kind();
    MetricProvider provider = tools.providers().get(kind);
    if (provider == null) {
      return new Reading.Unavailable(
          "there is no metric provider '"
              + kind
              + "' here; there are "
              + tools.providers().keySet());
    }
    try {
      return switch (task) {
        case Task.Run _ -> provider.read(query);
        case Task.Resume(_, var started) -> provider.resume(query, started);
        case Task.Terminate(_, var started) -> provider.terminate(query, started);
      };
    } catch (RuntimeException broken) {
      return new Reading.Unavailable("metric provider '" + kind + "' broke: " + broken);
    }
  }

  private Measurement measurement(Task task, Instant began, Reading reading, Prepared prepared) {
    Instant startedAt =
        switch (task) {
          case Task.Run _ -> began;
          case Task.Resume(_, var started) -> started.startedAt();
          case Task.Terminate(_, var started) -> started.startedAt();
        };
    Instant now = clock.instant();
    return switch (reading) {
      case Reading.Value(var result, var shown, var metadata) -> {
        Metric metric = prepared.metric();
        var verdict =
            tools.conditions().assess(result, metric.successCondition(), metric.failureCondition());
        yield new Measurement(
            verdict.phase(), shown, verdict.message(), startedAt, now, null, metadata);
      }
      case Reading.Judged(var phase, var value, var message, var metadata, _) ->
          new Measurement(phase, value, message, startedAt, now, null, metadata);
      case Reading.Pending(var resumeAt, var value, var metadata, _) ->
          new Measurement(AnalysisPhase.RUNNING, value, "", startedAt, null, resumeAt, metadata);
      case Reading.Unavailable(var why) ->
          new Measurement(AnalysisPhase.ERROR, "", why, startedAt, now, null, Map.of());
    };
  }

  private Desk desk(RolloutId id) {
    return desks.computeIfAbsent(id, _ -> new Desk());
  }

  /// The runs of one look, and what was put into them.
  record Gathered(List<AnalysisRun> runs, List<Arrival> arrivals) {}

  /// What is under way for one rollout, and what came of it.
  private static final class Desk {
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<Task>> underWay = new ConcurrentHashMap<>();

    Set<Task> underWay(String run) {
      return underWay.computeIfAbsent(run, _ -> ConcurrentHashMap.newKeySet());
    }
  }

  /// What came of a task.
  sealed interface Arrival {
    String run();

    Task task();

    AnalysisRun into(AnalysisRun run);

    record Measured(String run, Task task, Prepared prepared, Outcome outcome) implements Arrival {
      @Override
      public AnalysisRun into(AnalysisRun target) {
        return AnalysisRunner.record(target, prepared, outcome);
      }
    }

    record Unprepared(String run, Task task, String why) implements Arrival {
      @Override
      public AnalysisRun into(AnalysisRun target) {
        return AnalysisRunner.fail(target, why).run();
      }
    }
  }
}

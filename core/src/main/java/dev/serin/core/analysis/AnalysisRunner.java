package dev.serin.core.analysis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides what an analysis run measures when, and what it has come to. Pure: no clock, no I/O.
///
/// Whoever drives a run looks at it with [#pass], stores the run that comes back, carries out its
/// tasks (each on its own, since a provider may hang: [#prepare], ask the provider, [#record]) and
/// looks again after each outcome and at [Pass#lookAgain]. An outcome that comes too late, for a
/// metric or a run that has ended since, changes nothing.
///
/// A run whose metric fails ends in the pass after the one that sees it fail. In between, what is
/// under way at other metrics is given up by a [Task.Terminate]; the run waits for these outcomes,
/// so a task needs a time limit.
public final class AnalysisRunner {
  private AnalysisRunner() {}

  /// Something to be asked of a metric's provider.
  public sealed interface Task {
    /// The metric's name.
    String metric();

    /// Take a measurement.
    record Run(String metric) implements Task {}

    /// Look again at a measurement that was under way.
    record Resume(String metric, Measurement started) implements Task {}

    /// Give up a measurement that is under way.
    record Terminate(String metric, Measurement started) implements Task {}
  }

  /// What to do now.
  ///
  /// @param run the next state, to be stored first
  /// @param tasks to be started now
  /// @param events Argo's event reasons, such as `MetricFailed` or `AnalysisRunSuccessful`
  /// @param lookAgain when to look at the latest; null when only an outcome or a person changes
  ///     the run
  public record Pass(
      AnalysisRun run, List<Task> tasks, List<String> events, @Nullable Instant lookAgain) {
    /// Copies its lists.
    public Pass {
      tasks = List.copyOf(tasks);
      events = List.copyOf(events);
    }
  }

  /// A run's next state, and Argo's event reasons for what has changed.
  public record Assessed(AnalysisRun run, List<String> events) {
    /// Copies its list.
    public Assessed {
      events = List.copyOf(events);
    }
  }

  /// What came of a task.
  ///
  /// @param measurement finished, or still under way
  /// @param metadata what the provider tells about the metric; kept from its first measurement
  /// @param gathered what a comparison has gathered by now; null for other metrics
  /// @param at when it came
  public record Outcome(
      Measurement measurement,
      Map<String, String> metadata,
      @Nullable Accumulator gathered,
      Instant at) {
    /// Copies its map.
    public Outcome {
      metadata = Map.copyOf(metadata);
    }

    /// What came of a task for a metric that is no comparison.
    public Outcome(Measurement measurement, Map<String, String> metadata, Instant at) {
      this(measurement, metadata, null, at);
    }
  }

  /// A task with all that its provider is to be asked. It holds the values of secrets.
  public static final class Prepared {
    private final Task task;
    private final Metric metric;
    private final Redaction redaction;

    private Prepared(Task task, Metric metric, Redaction redaction) {
      this.task = task;
      this.metric = metric;
      this.redaction = redaction;
    }

    /// What is to be done.
    public Task task() {
      return task;
    }

    /// The metric with all its arguments put in, secrets too.
    public Metric metric() {
      return metric;
    }

    /// `text` with `*****` in the place of each secret.
    public String redacted(String text) {
      return redaction.apply(text);
    }

    @Override
    public String toString() {
      return "Prepared[" + task + "]";
    }
  }

  /// Looks at a run: what its measurements have come to, and what is due.
  ///
  /// @param underWay tasks of earlier passes without an outcome yet
  public static Pass pass(AnalysisRun run, Instant now, Set<Task> underWay) {
    return pass(run, now, underWay, _ -> false);
  }

  /// Looks at a run as [#pass(AnalysisRun, Instant, Set)] does.
  ///
  /// @param urgent says of a metric, by its name, that its provider has news that can not wait:
  ///     it is asked now
  public static Pass pass(
      AnalysisRun run, Instant now, Set<Task> underWay, Predicate<String> urgent) {
    if (run.status().phase().completed()) {
      return new Pass(run, List.of(), List.of(), null);
    }
    return switch (Plan.checked(run.spec())) {
      case Checked.Invalid<Plan>(String why) -> {
        Assessed failed = invalid(run, why);
        yield new Pass(failed.run(), List.of(), failed.events(), null);
      }
      case Checked.Valid<Plan>(Plan plan) ->
          pass(RunAssessment.assess(run, plan, now), plan, new Moment(now, urgent), underWay);
    };
  }

  /// The metric of a task with all its arguments put in, or why it can not be. What `secrets` hold
  /// goes no further than the provider: [#record] takes it out again.
  ///
  /// @param namespace of the rollout, whose secrets these are
  public static Checked<Prepared> prepare(
      AnalysisRun run, Task task, Secrets secrets, String namespace) {
    List<String> names =
        Plan.unchecked(run.spec()).terms().stream().map(MetricTerms::name).toList();
    int index = names.indexOf(task.metric());
    if (index < 0) {
      return new Checked.Invalid<>("the run has no metric '" + task.metric() + "'");
    }
    return Redaction.read(run.spec().args(), secrets, namespace)
        .then(
            read ->
                Arguments.resolve(run.spec().metrics().get(index), read.args())
                    .then(
                        metric ->
                            new Checked.Valid<>(new Prepared(task, metric, read.redaction()))));
  }

  /// The run with what came of a task. [#pass] is to look at it next.
  public static AnalysisRun record(AnalysisRun run, Prepared prepared, Outcome outcome) {
    Task task = prepared.task();
    Optional<MetricResult> before = run.result(task.metric());
    boolean ended =
        run.status().phase().completed() || before.filter(m -> m.phase().completed()).isPresent();
    Optional<Instant> awaited = before.flatMap(MetricResult::inFlight).map(Measurement::startedAt);
    if (ended || !awaited.equals(started(task).map(Measurement::startedAt))) {
      return run;
    }
    MetricResult result =
        before.orElseGet(
            () ->
                MetricResult.first(
                    task.metric(),
                    isDryRun(run, task.metric()),
                    prepared.redaction.apply(outcome.metadata())));
    AnalysisRun measured = run.with(result.plus(prepared.redaction.apply(finished(task, outcome))));
    Accumulator gathered = outcome.gathered();
    return gathered == null ? measured : measured.with(task.metric(), gathered);
  }

  /// The run ended by an Error, because a task could not be prepared.
  ///
  /// @param why as [#prepare] told it
  public static Assessed fail(AnalysisRun run, String why) {
    return run.status().phase().completed()
        ? new Assessed(run, List.of())
        : invalid(run, "Unable to resolve metric arguments: " + why);
  }

  /// What the measurements of a run that has not ended have come to, without checking it.
  public static Assessed assess(AnalysisRun run, Instant now) {
    return RunAssessment.assess(run, Plan.unchecked(run.spec()), now);
  }

  /// The phase of one metric by its own measurements and limits.
  ///
  /// @param metric with its arguments put in
  /// @param terminating true when no further measurement will be taken
  public static AnalysisPhase assess(Metric metric, MetricResult result, boolean terminating) {
    return new MetricTerms(metric, false, Plan.KEPT).phase(result, terminating);
  }

  /// What is due at `now`, in the order of the metrics, without checking the run.
  public static List<Task> due(AnalysisRun run, Instant now) {
    return due(run, Plan.unchecked(run.spec()), new Moment(now, _ -> false));
  }

  /// When the next measurement of a run is due; empty when none is to come.
  public static Optional<Instant> nextDue(AnalysisRun run) {
    return nextDue(run, Plan.unchecked(run.spec()), _ -> true);
  }

  static boolean isInFlight(MetricResult result) {
    return !result.phase().completed() && result.inFlight().isPresent();
  }

  /// When a run is looked at.
  ///
  /// @param urgent what can not wait then
  private record Moment(Instant now, Predicate<String> urgent) {
    boolean reached(MetricTerms terms, Instant at) {
      return !at.isAfter(now) || urgent.test(terms.name());
    }
  }

  private static Pass pass(Assessed assessed, Plan plan, Moment moment, Set<Task> underWay) {
    Instant now = moment.now();
    AnalysisRun run = assessed.run();
    if (run.status().phase().completed()) {
      return new Pass(run, List.of(), assessed.events(), null);
    }
    List<Task> tasks = new ArrayList<>(due(run, plan, moment));
    tasks.removeIf(t -> isUnderWay(t, underWay));
    List<String> busy = Stream.concat(underWay.stream(), tasks.stream()).map(Task::metric).toList();
    boolean givingUp = run.status().metrics().stream().anyMatch(AnalysisRunner::isInFlight);
    Optional<Instant> next =
        !run.terminating()
            ? nextDue(run, plan, terms -> !busy.contains(terms.name()))
                .map(at -> at.isAfter(now) ? at : now.plusNanos(1))
            : givingUp ? Optional.empty() : Optional.of(now);
    return new Pass(run, tasks, assessed.events(), next.orElse(null));
  }

  /// Giving up does not wait for what it gives up.
  private static boolean isUnderWay(Task task, Set<Task> underWay) {
    return underWay.stream()
        .filter(t -> t.metric().equals(task.metric()))
        .anyMatch(t -> t instanceof Task.Terminate || !(task instanceof Task.Terminate));
  }

  private static List<Task> due(AnalysisRun run, Plan plan, Moment moment) {
    return plan.terms().stream().flatMap(terms -> due(run, terms, moment).stream()).toList();
  }

  private static Optional<Task> due(AnalysisRun run, MetricTerms terms, Moment moment) {
    Optional<MetricResult> result = run.result(terms.name());
    if (result.filter(m -> m.phase().completed()).isPresent()) {
      return Optional.empty();
    }
    Optional<Measurement> inFlight = result.flatMap(MetricResult::inFlight);
    if (run.terminating()) {
      return inFlight.map(m -> new Task.Terminate(terms.name(), m));
    }
    if (inFlight.isPresent()) {
      return inFlight
          .filter(m -> m.resumeAt() == null || moment.reached(terms, m.resumeAt()))
          .map(m -> new Task.Resume(terms.name(), m));
    }
    return isRunDue(run, terms, moment)
        ? Optional.of(new Task.Run(terms.name()))
        : Optional.empty();
  }

  /// As in Argo, a delay is over at its end, but an interval only after it.
  private static boolean isRunDue(AnalysisRun run, MetricTerms terms, Moment moment) {
    Optional<Instant> next = nextRun(run, terms);
    return run.result(terms.name()).flatMap(MetricResult::last).isPresent()
        ? next.filter(at -> moment.now().isAfter(at) || moment.urgent().test(terms.name()))
            .isPresent()
        : !terms.isDelayed() || next.filter(at -> !at.isAfter(moment.now())).isPresent();
  }

  private static Optional<Instant> nextDue(
      AnalysisRun run, Plan plan, Predicate<MetricTerms> considered) {
    return plan.terms().stream()
        .filter(considered)
        .filter(terms -> run.result(terms.name()).filter(m -> m.phase().completed()).isEmpty())
        .flatMap(terms -> next(run, terms).stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Instant> next(AnalysisRun run, MetricTerms terms) {
    Optional<Measurement> inFlight = run.result(terms.name()).flatMap(MetricResult::inFlight);
    return inFlight.isPresent()
        ? inFlight.flatMap(m -> Optional.ofNullable(m.resumeAt()))
        : nextRun(run, terms);
  }

  /// When the next measurement of a metric that has none under way is due.
  private static Optional<Instant> nextRun(AnalysisRun run, MetricTerms terms) {
    Optional<MetricResult> result = run.result(terms.name());
    Optional<Measurement> last = result.flatMap(MetricResult::last);
    if (last.isPresent()) {
      Instant end = last.get().finishedAt();
      int count = result.map(MetricResult::count).orElse(0);
      return end == null ? Optional.empty() : terms.pauseAfter(last.get(), count).map(end::plus);
    }
    Instant started = run.status().startedAt();
    return started == null ? Optional.empty() : terms.delay().map(started::plus);
  }

  private static Assessed invalid(AnalysisRun run, String message) {
    return new Assessed(
        run.in(run.status().in(AnalysisPhase.ERROR, message)), List.of("AnalysisRunError"));
  }

  private static Optional<Measurement> started(Task task) {
    return switch (task) {
      case Task.Run _ -> Optional.empty();
      case Task.Resume(String _, Measurement started) -> Optional.of(started);
      case Task.Terminate(String _, Measurement started) -> Optional.of(started);
    };
  }

  private static boolean isDryRun(AnalysisRun run, String metric) {
    return Plan.unchecked(run.spec()).terms().stream()
        .anyMatch(terms -> terms.name().equals(metric) && terms.dryRun());
  }

  private static Measurement finished(Task task, Outcome outcome) {
    Measurement m = outcome.measurement();
    boolean givenUp = task instanceof Task.Terminate;
    if (!m.phase().completed() && !givenUp) {
      return ended(m, m.phase(), m.message(), null);
    }
    Instant end = m.finishedAt() == null ? outcome.at() : m.finishedAt();
    return switch (m.phase()) {
      case SUCCESSFUL, INCONCLUSIVE ->
          ended(m, m.phase(), givenUp ? "Metric Terminated" : m.message(), end);
      case FAILED, ERROR -> ended(m, m.phase(), m.message(), end);
      case PENDING, RUNNING ->
          ended(m, AnalysisPhase.ERROR, "still under way after it was told to end", end);
    };
  }

  private static Measurement ended(
      Measurement m, AnalysisPhase phase, String message, @Nullable Instant end) {
    return new Measurement(
        phase, m.value(), message, m.startedAt(), end, m.resumeAt(), m.metadata());
  }
}

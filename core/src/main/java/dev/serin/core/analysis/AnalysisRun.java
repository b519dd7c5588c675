package dev.serin.core.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One execution of metrics, and how far it has come. [AnalysisRunner] makes each next state.
///
/// Its specification keeps arguments unresolved, so that no secret is ever in it.
///
/// @param terminate true when a person or the rollout asked it to end
/// @param ttl how long it is kept once it has ended; null for as long as its rollout
/// @param accumulators what its comparisons have gathered, by the name of the metric
public record AnalysisRun(
    String name,
    AnalysisSpec spec,
    boolean terminate,
    @Nullable Ttl ttl,
    Status status,
    Map<String, Accumulator> accumulators) {
  /// Copies its map.
  public AnalysisRun {
    accumulators = Map.copyOf(accumulators);
  }

  /// A run whose comparisons have gathered nothing.
  public AnalysisRun(
      String name, AnalysisSpec spec, boolean terminate, @Nullable Ttl ttl, Status status) {
    this(name, spec, terminate, ttl, status, Map.of());
  }

  /// A run that has not started.
  public static AnalysisRun of(String name, AnalysisSpec spec) {
    return new AnalysisRun(name, spec, false, null, Status.PENDING);
  }

  /// The run that a rollout asks for, or why there can be none, in Argo's words where it has some.
  ///
  /// @param templates finds a template
  public static Checked<AnalysisRun> create(
      String name,
      AnalysisRequest request,
      Function<TemplateRef, Optional<AnalysisTemplate>> templates,
      RolloutView rollout) {
    return Templates.spec(request, templates, rollout)
        .then(spec -> new Checked.Valid<>(of(name, spec)));
  }

  /// This, asked to end.
  public AnalysisRun terminated() {
    return new AnalysisRun(name, spec, true, ttl, status, accumulators);
  }

  /// True when it measures nothing new: it was asked to end, or a metric that counts ended badly.
  public boolean terminating() {
    return terminate
        || status.metrics().stream()
            .filter(m -> !m.dryRun())
            .anyMatch(m -> m.phase().completed() && m.phase() != AnalysisPhase.SUCCESSFUL);
  }

  /// True when each metric that counts has had a successful measurement.
  public boolean hasEvidence() {
    return Plan.unchecked(spec).terms().stream()
        .filter(terms -> !terms.dryRun())
        .allMatch(
            terms -> result(terms.name()).filter(result -> result.successful() > 0).isPresent());
  }

  /// How much of the evidence that a promotion needs its comparisons have, 0 to 1: the least of
  /// those that count; 1 when none does.
  public double compared() {
    return Plan.unchecked(spec).comparisons().stream()
        .mapToDouble(name -> evidence(name))
        .min()
        .orElse(1);
  }

  private double evidence(String metric) {
    Accumulator gathered = accumulators.get(metric);
    return gathered == null ? 0 : gathered.evidence();
  }

  /// This, going on from what earlier runs of the same update have gathered.
  public AnalysisRun inheriting(Map<String, Accumulator> earlier) {
    return new AnalysisRun(name, spec, terminate, ttl, status, earlier);
  }

  /// Its metrics with all arguments put in but secrets, which have a stand-in.
  public List<Metric> metrics() {
    return Plan.unchecked(spec).terms().stream().map(MetricTerms::metric).toList();
  }

  /// What metric `name` has come to; empty before its first measurement.
  public Optional<MetricResult> result(String name) {
    return status.metrics().stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /// True when it has ended and its time to be kept is over.
  public boolean expired(Instant now) {
    Instant ended = status.completedAt();
    if (ttl == null || ended == null || !status.phase().completed()) {
      return false;
    }
    long age = Duration.between(ended, now).toSeconds();
    return ttl.seconds(status.phase()).filter(seconds -> age > seconds).isPresent();
  }

  AnalysisRun in(Status status) {
    return new AnalysisRun(name, spec, terminate, ttl, status, accumulators);
  }

  /// This with what the comparison of a metric has gathered by now.
  AnalysisRun with(String metric, Accumulator gathered) {
    Map<String, Accumulator> next = new HashMap<>(accumulators);
    next.put(metric, gathered);
    return inheriting(next);
  }

  /// This with `result` in the place of what its metric had come to.
  AnalysisRun with(MetricResult result) {
    List<MetricResult> results = new ArrayList<>(status.metrics());
    results.removeIf(m -> m.name().equals(result.name()));
    results.add(result);
    return in(status.with(results));
  }

  /// Where a run stands.
  ///
  /// @param message why it stands there; empty while it runs or when it ended well
  /// @param startedAt the end of its first pass; null before
  /// @param completedAt null until it ends, and when its specification was invalid
  /// @param metrics those that have been measured, in the order of the specification
  /// @param summary of the metrics that count
  /// @param dryRunSummary of the others
  public record Status(
      AnalysisPhase phase,
      String message,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt,
      List<MetricResult> metrics,
      Summary summary,
      Summary dryRunSummary) {
    static final Status PENDING =
        new Status(AnalysisPhase.PENDING, "", null, null, List.of(), Summary.NONE, Summary.NONE);

    /// Copies its list.
    public Status {
      metrics = List.copyOf(metrics);
    }

    Status with(List<MetricResult> metrics) {
      return new Status(phase, message, startedAt, completedAt, metrics, summary, dryRunSummary);
    }

    Status in(AnalysisPhase phase, String message) {
      return new Status(phase, message, startedAt, completedAt, metrics, summary, dryRunSummary);
    }
  }

  /// How many metrics there are, and how those that have ended did by their limits.
  public record Summary(int count, int successful, int failed, int inconclusive, int error) {
    /// No metric.
    public static final Summary NONE = new Summary(0, 0, 0, 0, 0);

    Summary plusMetric() {
      return new Summary(count + 1, successful, failed, inconclusive, error);
    }

    Summary plusEnded(AnalysisPhase phase) {
      return switch (phase) {
        case SUCCESSFUL, PENDING, RUNNING ->
            new Summary(count, successful + 1, failed, inconclusive, error);
        case FAILED -> new Summary(count, successful, failed + 1, inconclusive, error);
        case INCONCLUSIVE -> new Summary(count, successful, failed, inconclusive + 1, error);
        case ERROR -> new Summary(count, successful, failed, inconclusive, error + 1);
      };
    }
  }

  /// How many seconds a run is kept once it has ended; each null when not said.
  ///
  /// @param afterCompletion for every phase that has no number of its own
  public record Ttl(
      @Nullable Integer afterCompletion,
      @Nullable Integer afterFailure,
      @Nullable Integer afterSuccess) {
    Optional<Integer> seconds(AnalysisPhase phase) {
      return Optional.ofNullable(
          switch (phase) {
            case SUCCESSFUL -> afterSuccess == null ? afterCompletion : afterSuccess;
            case FAILED -> afterFailure == null ? afterCompletion : afterFailure;
            case ERROR, INCONCLUSIVE, PENDING, RUNNING -> afterCompletion;
          });
    }
  }

  /// What arguments of a rollout's analysis may take their values from.
  ///
  /// @param document the rollout as its manifest and status write it: maps, lists, strings,
  ///     numbers and booleans
  /// @param stableHash the hash of the stable revision
  /// @param latestHash the hash of the canary revision
  public record RolloutView(Map<String, Object> document, String stableHash, String latestHash) {}
}

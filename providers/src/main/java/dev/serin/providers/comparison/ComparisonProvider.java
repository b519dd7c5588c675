package dev.serin.providers.comparison;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Comparison;
import dev.serin.judge.Evidence;
import dev.serin.judge.Terms;
import dev.serin.judge.Verdict;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.prometheus.PrometheusProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers `serin/comparison`: is the canary worse than the baseline?
///
/// A measurement lasts until the comparison can say something. It is Failed as soon as the canary
/// is worse, Successful when it is not worse, Inconclusive when its maximum time is over first, and
/// an Error when the canary served nothing although it should have.
///
/// What streams from a router is looked at in [#tick], many times between two measurements; what
/// Prometheus counts, at each measurement and while one lasts.
public final class ComparisonProvider implements MetricProvider {
  /// As manifests name it.
  public static final String KIND = ProviderConfig.COMPARISON;

  /// How often a measurement under way is stored.
  private static final Duration STREAMING = Duration.ofSeconds(1);

  private static final Duration SCRAPING = Duration.ofSeconds(5);

  /// So many runs that have ended are remembered: a measurement of one may still be on its way.
  private static final int REMEMBERED = 1000;

  private final Sources sources;
  private final Consumer<RolloutId> news;
  private final Map<Place, Panel> panels = new ConcurrentHashMap<>();

  private final Set<Place> released =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  private record Place(RolloutId rollout, String run) {}

  private ComparisonProvider(Sources sources, Consumer<RolloutId> news) {
    this.sources = sources;
    this.news = news;
  }

  /// A provider without a comparison.
  ///
  /// @param addresses which Prometheus is asked, beside what manifests say
  /// @param signals of the router
  /// @param news is told of a rollout whose canary was found worse: whoever decides shall look at
  ///     once
  public static ComparisonProvider of(
      HttpCaller http,
      PrometheusProvider.Addresses addresses,
      TrafficSignals signals,
      Consumer<RolloutId> news) {
    return new ComparisonProvider(new Sources(http, addresses, signals), news);
  }

  /// What is wrong with settings, and what is right; empty when they can be used. Arguments must
  /// have been put in.
  public static Optional<String> problem(Map<String, Object> settings) {
    return switch (ComparisonSettings.of(new ProviderConfig(KIND, settings))) {
      case Checked.Invalid<ComparisonSettings>(var why) -> Optional.of(KIND + ": " + why);
      case Checked.Valid<ComparisonSettings> _ -> Optional.empty();
    };
  }

  /// Looks at what came from routers. To be called every few milliseconds while anything runs.
  public void tick(Instant now) {
    panels.forEach(
        (place, panel) -> {
          if (panel.tick(now)) {
            news.accept(place.rollout());
          }
        });
  }

  @Override
  public Reading read(Query query) {
    return measure(query, query.at());
  }

  @Override
  public Reading resume(Query query, Measurement started) {
    return measure(query, started.startedAt());
  }

  @Override
  public Reading terminate(Query query, Measurement started) {
    Panel panel = panels.get(place(query));
    Member member = panel == null ? null : panel.member(query.metric().name());
    if (member == null) {
      return new Reading.Judged(AnalysisPhase.INCONCLUSIVE, "", "", Map.of());
    }
    Evidence evidence = member.tell();
    AnalysisPhase phase =
        switch (evidence.verdict()) {
          case WORSE -> AnalysisPhase.FAILED;
          case NOT_WORSE -> AnalysisPhase.SUCCESSFUL;
          case UNDECIDED, NO_DATA -> AnalysisPhase.INCONCLUSIVE;
        };
    return judged(phase, member, evidence);
  }

  @Override
  public boolean urgent(RolloutId rollout, AnalysisRun run, String metric) {
    Panel panel = panels.get(new Place(rollout, run.name()));
    Member member = panel == null ? null : panel.member(metric);
    return member != null && member.news();
  }

  @Override
  public void release(RolloutId rollout, AnalysisRun run) {
    Place place = new Place(rollout, run.name());
    released.add(place);
    panels.remove(place);
  }

  @Override
  public void forget(RolloutId rollout) {
    panels.keySet().removeIf(place -> place.rollout().equals(rollout));
    released.removeIf(place -> place.rollout().equals(rollout));
  }

  private static Place place(Query query) {
    return new Place(query.rollout(), query.run().name());
  }

  private Reading measure(Query query, Instant since) {
    return switch (ComparisonSettings.of(query.metric().provider())) {
      case Checked.Invalid<ComparisonSettings>(var why) ->
          new Reading.Unavailable(KIND + ": " + why);
      case Checked.Valid<ComparisonSettings>(var settings) -> compared(query, settings, since);
    };
  }

  private Reading compared(Query query, ComparisonSettings settings, Instant since) {
    Panel panel = panel(query);
    Member member;
    try {
      member = panel.member(query.metric().name(), () -> member(query, settings, panel));
    } catch (IllegalArgumentException unusable) {
      return new Reading.Unavailable(KIND + ": " + unusable.getMessage());
    }
    Drawn drawn = member.draw(query.at());
    panel.confer();
    return drawn instanceof Drawn.Unavailable(var why) && !member.worse()
        ? new Reading.Unavailable(KIND + ": " + why)
        : answer(query, since, member);
  }

  /// The panel of a run; one of its own for a run that has ended meanwhile.
  private Panel panel(Query query) {
    Place place = place(query);
    Panel panel =
        released.contains(place)
            ? Panel.of(query.run())
            : panels.computeIfAbsent(place, _ -> Panel.of(query.run()));
    panel.heed(query.run());
    return panel;
  }

  /// A run goes on from where its own source stood; one that inherits the evidence of an earlier
  /// run begins to count anew, as what came in between is no one batch.
  private Member member(Query query, ComparisonSettings settings, Panel panel) {
    Terms terms = settings.terms().with(panel.alpha(query.metric(), settings));
    boolean own = query.run().result(query.metric().name()).isPresent();
    Member.Kept kept = kept(query.run().accumulators().get(query.metric().name()));
    if (kept != null) {
      try {
        return new Member(
            kept.comparison(terms),
            sources.open(
                settings.config(), terms.signal(), query.rollout(), own ? kept.source() : ""),
            settings);
      } catch (IllegalArgumentException _) {
        // The manifest has other terms now: what was gathered by the old ones says nothing.
      }
    }
    return new Member(
        Comparison.of(terms),
        sources.open(settings.config(), terms.signal(), query.rollout(), ""),
        settings);
  }

  private static Member.@Nullable Kept kept(@Nullable Accumulator gathered) {
    try {
      return gathered == null ? null : Member.Kept.of(gathered.state());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private Reading answer(Query query, Instant since, Member member) {
    Evidence evidence = member.tell();
    boolean late = !since.plus(member.settings().maximumTime()).isAfter(query.at());
    return switch (evidence.verdict()) {
      case WORSE -> judged(AnalysisPhase.FAILED, member, evidence);
      case NOT_WORSE -> judged(AnalysisPhase.SUCCESSFUL, member, evidence);
      case UNDECIDED, NO_DATA -> {
        if (evidence.canary() == 0 && member.missesCanary()) {
          yield judged(AnalysisPhase.ERROR, member, evidence);
        }
        yield late
            ? judged(AnalysisPhase.INCONCLUSIVE, member, evidence)
            : pending(query, member, evidence);
      }
    };
  }

  private static Reading pending(Query query, Member member, Evidence evidence) {
    Duration pace = member.streams() ? STREAMING : SCRAPING;
    return new Reading.Pending(
        query.at().plus(pace), evidence.figures(), Written.of(evidence), member.gathered(evidence));
  }

  private static Reading judged(AnalysisPhase phase, Member member, Evidence evidence) {
    String message = evidence.verdict() == Verdict.NOT_WORSE ? "" : evidence.sentence();
    return new Reading.Judged(
        phase, evidence.figures(), message, Written.of(evidence), member.gathered(evidence));
  }
}

package dev.serin.providers.gate;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Settings;
import dev.serin.providers.http.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks a webhook whether a rollout may go on, again and again until it says yes or no. A webhook
/// that can not be asked has not said anything: the rollout stands still.
public final class GateProvider implements MetricProvider {
  private static final String LATE = "the gate did not say yes in time";
  private static final int LARGEST_ANSWER = 64 << 10;

  private final HttpCaller http;
  private final Function<RolloutId, Optional<Stored>> known;

  /// A provider for all rollouts of a process.
  ///
  /// @param known a rollout as it was saved last
  public GateProvider(HttpCaller http, Function<RolloutId, Optional<Stored>> known) {
    this.http = http;
    this.known = known;
  }

  /// What is wrong with settings, and what is right; empty when nothing is.
  public static Optional<String> problem(Map<String, Object> settings) {
    try {
      GateSettings.of(Settings.of(new ProviderConfig(ProviderConfig.GATE, settings)));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Reading read(Query query) {
    try {
      GateSettings settings = GateSettings.of(Settings.of(query.metric().provider()));
      Instant began = query.run().status().startedAt();
      Instant since = began == null ? query.at() : began;
      Question question = Question.of(query, settings, since, known.apply(query.rollout()));
      Call call = call(settings, question, query.at());
      boolean late =
          settings.expires().filter(it -> !query.at().isBefore(since.plus(it))).isPresent();
      Map<String, String> metadata = Map.of("id", question.id(), "url", call.address().shown());
      return switch (decision(settings, call)) {
        case Decision.Yes(var message) ->
            new Reading.Judged(AnalysisPhase.SUCCESSFUL, "yes", message, metadata);
        case Decision.No(var message) -> no("the gate said no" + tail(message), metadata);
        case Decision.NotYet(var message) when late -> no(LATE + tail(message), metadata);
        case Decision.Unclear(var why) when late -> no(LATE + tail(why), metadata);
        case Decision.NotYet(var message) ->
            new Reading.Pending(
                query.at().plus(settings.interval()), "not yet" + tail(message), metadata, null);
        case Decision.Unclear(var why) -> new Reading.Unavailable("gate: " + why);
      };
    } catch (IllegalArgumentException unusable) {
      return new Reading.Unavailable("gate: " + unusable.getMessage());
    }
  }

  private static Reading no(String message, Map<String, String> metadata) {
    return new Reading.Judged(AnalysisPhase.FAILED, "no", message, metadata);
  }

  private static String tail(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  private Decision decision(GateSettings settings, Call call) {
    return switch (http.call(call)) {
      case Answer.Failed(var why) -> new Decision.Unclear(why);
      case Answer.Received received -> Decision.of(call, received, settings.refusalWaits());
    };
  }

  private static Call call(GateSettings settings, Question question, Instant at) {
    List<Header> headers = new ArrayList<>(List.of(Header.JSON));
    headers.addAll(settings.headers());
    headers.addAll(Signature.of(question.id(), at, question.body(), settings.secret()));
    return new Call(
        "POST",
        settings.address(),
        headers,
        question.body(),
        settings.access(),
        settings.timeout(),
        LARGEST_ANSWER);
  }
}

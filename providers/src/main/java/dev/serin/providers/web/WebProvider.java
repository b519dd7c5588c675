package dev.serin.providers.web;

import dev.serin.core.engine.MetricProvider;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Settings;

/// Takes readings from any HTTP service, with the settings of Argo's `web`.
///
/// An answer in JSON becomes what `jsonPath` finds in it first; other answers become a text.
public final class WebProvider implements MetricProvider {
  private final HttpCaller http;

  /// A provider for all rollouts of a process.
  public WebProvider(HttpCaller http) {
    this.http = http;
  }

  @Override
  public Reading read(Query query) {
    try {
      Settings settings = Settings.of(query.metric().provider());
      JsonLocation location = JsonLocation.of(settings);
      var call = WebRequest.call(settings);
      return switch (http.call(call)) {
        case Answer.Failed(var why) -> new Reading.Unavailable("web: " + why);
        case Answer.Received received -> new WebAnswer(call, location).reading(received);
      };
    } catch (IllegalArgumentException unusable) {
      return new Reading.Unavailable("web: " + unusable.getMessage());
    }
  }
}

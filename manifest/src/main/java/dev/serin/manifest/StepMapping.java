package dev.serin.manifest;

import dev.serin.core.rollout.Step;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.TextMatch;
import dev.serin.manifest.tree.Value;
import org.jspecify.annotations.Nullable;

/// Makes the steps of a canary. Of a step that does several things, the first in the order here is
/// kept: the rules warn of it.
final class StepMapping {
  private StepMapping() {}

  static Step step(Value step) {
    if (step.at("setWeight").present()) {
      return new Step.SetWeight(step.at("setWeight").whole(0));
    }
    if (step.at("pause").present()) {
      return pause(step.at("pause").at("duration"));
    }
    if (step.at("analysis").present()) {
      return new Step.Analysis(AnalysisMapping.request(step.at("analysis")));
    }
    if (step.at("experiment").present()) {
      return new Step.Experiment(step.at("experiment").map());
    }
    if (step.at("setHeaderRoute").present()) {
      return headerRoute(step.at("setHeaderRoute"));
    }
    if (step.at("setMirrorRoute").present()) {
      return mirrorRoute(step.at("setMirrorRoute"));
    }
    if (step.at("plugin").present()) {
      Value plugin = step.at("plugin");
      return new Step.Plugin(plugin.at("name").text(), plugin.at("config").map());
    }
    return new Step.SetCanaryScale(scale(step.at("setCanaryScale")));
  }

  private static Step pause(Value duration) {
    String written = duration.scalar();
    return new Step.Pause(written == null ? null : Durations.pause(written), written);
  }

  private static Step.CanaryScale scale(Value scale) {
    if (scale.at("replicas").present()) {
      return new Step.CanaryScale.Replicas(scale.at("replicas").whole(0));
    }
    return scale.at("weight").present()
        ? new Step.CanaryScale.Percent(scale.at("weight").whole(0))
        : new Step.CanaryScale.MatchTraffic();
  }

  private static Step headerRoute(Value route) {
    return new Step.SetHeaderRoute(
        route.at("name").text(),
        route.at("match").items().stream()
            .map(match -> header(match.at("headerName").text(), match.at("headerValue")))
            .toList());
  }

  private static Step mirrorRoute(Value route) {
    return new Step.SetMirrorRoute(
        route.at("name").text(),
        route.at("match").items().stream().map(StepMapping::request).toList(),
        route.at("percentage").whole(100));
  }

  private static RequestMatch request(Value match) {
    return new RequestMatch(
        optional(match.at("method")),
        optional(match.at("path")),
        match.at("headers").fields().entrySet().stream()
            .map(header -> header(header.getKey(), header.getValue()))
            .toList());
  }

  private static HeaderMatch header(String name, Value value) {
    return new HeaderMatch(name, text(value));
  }

  private static @Nullable TextMatch optional(Value match) {
    return match.present() ? text(match) : null;
  }

  private static TextMatch text(Value match) {
    if (!match.at("prefix").text().isEmpty()) {
      return new TextMatch.Prefix(match.at("prefix").text());
    }
    return match.at("regex").text().isEmpty()
        ? new TextMatch.Exact(match.at("exact").text())
        : new TextMatch.Regex(match.at("regex").text());
  }
}

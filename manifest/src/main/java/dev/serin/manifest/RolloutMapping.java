package dev.serin.manifest;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.RolloutSpec.OnDeadline;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.TrafficRouting;
import dev.serin.manifest.tree.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a rollout's spec, with Argo's defaults.
final class RolloutMapping {
  private static final List<String> ROUTERS =
      List.of("istio", "nginx", "alb", "smi", "ambassador", "appMesh", "traefik", "apisix");

  private RolloutMapping() {}

  static RolloutSpec spec(Value spec) {
    Value strategy = spec.at("strategy");
    Value window = spec.walk("rollbackWindow.revisions");
    return new RolloutSpec(
        strategy.at("canary").present()
            ? canary(strategy.at("canary"))
            : blueGreen(strategy.at("blueGreen")),
        spec.at("replicas").whole(1),
        Durations.seconds(spec.at("minReadySeconds"), Duration.ZERO),
        Durations.seconds(
            spec.at("progressDeadlineSeconds"), RolloutSpec.DEFAULT_PROGRESS_DEADLINE),
        spec.at("progressDeadlineAbort").flag(false) ? OnDeadline.ABORT : OnDeadline.REPORT,
        window.present() ? window.whole(0) : null,
        spec.at("paused").flag(false));
  }

  private static Strategy canary(Value canary) {
    Value analysis = canary.at("analysis");
    return new Strategy.Canary(
        canary.at("steps").items().stream().map(StepMapping::step).toList(),
        new Strategy.Services(name(canary, "stable"), name(canary, "canary")),
        routing(canary.at("trafficRouting")),
        analysis.present()
            ? new Strategy.BackgroundAnalysis(
                AnalysisMapping.request(analysis), analysis.at("startingStep").whole(0))
            : null,
        Durations.seconds(canary.at("scaleDownDelaySeconds"), Strategy.DEFAULT_SCALE_DOWN_DELAY),
        afterAbort(canary));
  }

  /// The service of one side; with ping and pong, ping serves first.
  private static @Nullable String name(Value canary, String side) {
    String given = canary.at(side + "Service").text();
    Value pingPong = canary.at("pingPong");
    String name =
        pingPong.present()
            ? pingPong.at(side.equals("stable") ? "pingService" : "pongService").text()
            : given;
    return name.isEmpty() ? null : name;
  }

  private static TrafficRouting routing(Value routing) {
    if (!routing.present()) {
      return TrafficRouting.UNNAMED;
    }
    Map<String, Object> routers = new LinkedHashMap<>();
    for (String router : ROUTERS) {
      if (routing.at(router).present()) {
        routers.put(router, routing.at(router).map());
      }
    }
    routing.at("plugins").fields().forEach((name, value) -> routers.put(name, value.map()));
    return new TrafficRouting(
        routers,
        routing.at("managedRoutes").items().stream().map(each -> each.at("name").text()).toList(),
        routing.at("maxTrafficWeight").whole(100));
  }

  private static Strategy blueGreen(Value blueGreen) {
    String preview = blueGreen.at("previewService").text();
    return new Strategy.BlueGreen(
        blueGreen.at("activeService").text(),
        preview.isEmpty() ? null : preview,
        promotion(blueGreen),
        request(blueGreen.at("prePromotionAnalysis")),
        request(blueGreen.at("postPromotionAnalysis")),
        Durations.seconds(blueGreen.at("scaleDownDelaySeconds"), Strategy.DEFAULT_SCALE_DOWN_DELAY),
        afterAbort(blueGreen));
  }

  private static Strategy.Promotion promotion(Value blueGreen) {
    int seconds = blueGreen.at("autoPromotionSeconds").whole(0);
    if (!blueGreen.at("autoPromotionEnabled").flag(true)) {
      return new Strategy.Promotion.Manual();
    }
    return seconds > 0
        ? new Strategy.Promotion.After(Duration.ofSeconds(seconds))
        : new Strategy.Promotion.Automatic();
  }

  private static @Nullable AnalysisRequest request(Value analysis) {
    return analysis.present() ? AnalysisMapping.request(analysis) : null;
  }

  /// Argo's `abortScaleDownDelaySeconds`: 0 keeps the replicas for ever.
  private static @Nullable Duration afterAbort(Value strategy) {
    Duration delay =
        Durations.seconds(
            strategy.at("abortScaleDownDelaySeconds"), Strategy.DEFAULT_SCALE_DOWN_DELAY);
    return delay.isZero() ? null : delay;
  }
}

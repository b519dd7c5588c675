package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for `strategy.canary`, its steps apart.
final class CanaryRules {
  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,9}%");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,9}");
  private static final List<String> NEED_SERVICES =
      List.of("smi", "apisix", "ambassador", "nginx", "appMesh", "traefik");

  private final Value canary;
  private final Value routing;
  private final Problems problems;

  private CanaryRules(Value canary, Problems problems) {
    this.canary = canary;
    this.routing = canary.at("trafficRouting");
    this.problems = problems;
  }

  static void check(Value canary, Problems problems) {
    CanaryRules rules = new CanaryRules(canary, problems);
    rules.surge();
    rules.services();
    rules.pingPong();
    rules.routing();
    StepRules.check(canary, problems);
    AntiAffinityRules.check(canary.at("antiAffinity"), problems);
  }

  private void surge() {
    Value surge = canary.at("maxSurge");
    if (pods(surge) == 0 && pods(canary.at("maxUnavailable")) == 0) {
      String shown = String.valueOf(surge.scalar());
      Claim.spec(problems, surge)
          .invalid(
              surge.type().equals("string") ? Claim.quoted(shown) : shown,
              "MaxSurge and MaxUnavailable both can not be zero",
              "let one of them be above 0, such as `maxSurge: 25%`");
    }
  }

  /// Argo's reading: a percentage or a number, 0 for any other text, 25 % when not written.
  private static int pods(Value value) {
    String text = value.present() ? String.valueOf(value.scalar()) : "25%";
    if (PERCENT.matcher(text).matches()) {
      return Integer.parseInt(text.substring(0, text.length() - 1));
    }
    return WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  private void services() {
    Value stable = canary.at("stableService");
    Value other = canary.at("canaryService");
    if (!stable.text().isEmpty() && stable.text().equals(other.text())) {
      Claim.spec(problems, stable)
          .invalid(
              Claim.quoted(stable.text()),
              "This rollout uses the same service for the stable and canary services, but two"
                  + " different services are required.",
              "give the canary a service of its own");
    }
    if (needsServices()) {
      for (Value service : List.of(stable, other)) {
        if (service.text().isEmpty()) {
          Claim.spec(problems, service)
              .invalid(
                  "\"\"",
                  "Canary service and Stable service must to be set to use Traffic Routing",
                  "name both stableService and canaryService");
        }
      }
    }
  }

  private boolean needsServices() {
    boolean pingPong = canary.at("pingPong").present();
    Value istio = routing.at("istio");
    return (routing.at("alb").present() && !pingPong)
        || (istio.present() && !istio.at("destinationRule").present() && !pingPong)
        || NEED_SERVICES.stream().anyMatch(router -> routing.at(router).present());
  }

  private void pingPong() {
    Value pingPong = canary.at("pingPong");
    if (!pingPong.present()) {
      return;
    }
    Value alb = routing.at("alb");
    if (routing.present()
        && !alb.present()
        && !routing.at("istio").present()
        && routing.at("plugins").names().isEmpty()) {
      Claim.spec(problems, alb)
          .invalid(
              "null",
              "Ping-pong feature works with the ALB, Istio, and plugin-based traffic routers only",
              "use one of these routers, or stableService and canaryService");
    }
    Value ping = pingPong.at("pingService");
    for (Value service : List.of(ping, pingPong.at("pongService"))) {
      if (service.text().isEmpty()) {
        Claim.spec(problems, service)
            .invalid(
                "\"\"",
                "Ping service and Pong service must to be set to use Ping-Pong feature",
                "name both pingService and pongService");
      }
    }
    if (ping.text().equals(pingPong.at("pongService").text())) {
      Claim.spec(problems, ping)
          .invalid(
              Claim.quoted(ping.text()),
              "This rollout uses the same service for the ping and pong services, but two different"
                  + " services are required.",
              "name two services");
    }
    if (alb.present() && alb.at("rootService").text().isEmpty()) {
      Claim.spec(problems, alb.at("rootService"))
          .invalid(
              "\"\"",
              "Root service field is required for the configuration with ALB and ping-pong feature"
                  + " enabled",
              "name the service that the ingress knows");
    }
  }

  private void routing() {
    Value delay = canary.at("scaleDownDelaySeconds");
    Value dynamic = canary.at("dynamicStableScale");
    if (!routing.present() && delay.present()) {
      Claim.spec(problems, delay)
          .invalid(
              Integer.toString(delay.whole(0)),
              "Canary scaleDownDelaySeconds can only be used with traffic routing",
              "remove it, or add trafficRouting");
    }
    if (dynamic.flag(false) && (!routing.present() || delay.present())) {
      Claim.spec(problems, dynamic)
          .invalid(
              "true",
              routing.present()
                  ? "Canary dynamicStableScale cannot be used with scaleDownDelaySeconds"
                  : "Canary dynamicStableScale can only be used with traffic routing",
              routing.present() ? "keep one of them" : "remove it, or add trafficRouting");
    }
    Value max = routing.at("maxTrafficWeight");
    if (max.present()
        && !routing.at("nginx").present()
        && routing.at("plugins").names().isEmpty()) {
      Claim.spec(problems, max)
          .invalid(
              Integer.toString(max.whole(0)),
              "Canary maxTrafficWeight in traffic routing only support in Nginx and Plugins",
              "remove it and write weights from 0 to 100");
    }
    if (max.present() && max.whole(0) < 1) {
      problems.error(
          "invalid-value",
          max,
          max.path() + ": Invalid value: " + max.whole(0) + ": must be 1 or more",
          "write what setWeight calls all traffic, such as 1000");
    }
  }
}

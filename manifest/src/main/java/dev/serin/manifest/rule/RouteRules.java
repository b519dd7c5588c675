package dev.serin.manifest.rule;

import dev.serin.core.analysis.Checked;
import dev.serin.manifest.condition.Patterns;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules for steps that set a header or a mirror route.
///
/// @param routing the canary's `trafficRouting`
record RouteRules(Value step, Value routing, Problems problems) {
  private static final List<String> MATCHERS = List.of("exact", "regex", "prefix");
  private static final List<String> ORDER =
      List.of(
          "name",
          "match",
          "headerName",
          "headerValue",
          "method",
          "path",
          "headers",
          "percentage",
          "exact",
          "prefix",
          "regex");
  private static final String MISSED =
      "StringMatch value missed, match value must have one of the following: exact, regex, prefix";

  void check() {
    Value header = step.at("setHeaderRoute");
    if (header.present()) {
      header(header);
      managed(header);
    }
    Value mirror = step.at("setMirrorRoute");
    if (mirror.present()) {
      mirror(mirror);
      managed(mirror);
    }
  }

  private void header(Value route) {
    if (!routedBy("istio", "alb", "apisix")) {
      Claim.spec(problems, route)
          .invalid(
              route.json(ORDER),
              "SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix",
              "use one of these routers, or a plugin such as serin/gateway");
      return;
    }
    for (Value match : route.at("match").items()) {
      if (routing.at("alb").present()) {
        albMatch(match, match.at("headerValue"));
      } else {
        oneMatcher(match, match.at("headerValue"));
      }
    }
  }

  private void mirror(Value route) {
    if (!routedBy("istio")) {
      Claim.spec(problems, route)
          .invalid(
              route.json(ORDER),
              "SetMirrorRoute requires TrafficRouting, supports Istio only",
              "use Istio, or a plugin such as serin/gateway");
    }
    for (Value match : route.at("match").items()) {
      Stream.of("method", "path")
          .map(match::at)
          .filter(Value::present)
          .forEach(value -> oneMatcher(match, value));
      match.at("headers").fields().values().forEach(this::pattern);
    }
    Value percentage = route.at("percentage");
    if (percentage.whole(0) < 0 || percentage.whole(0) > 100) {
      problems.error(
          "invalid-value",
          percentage,
          percentage.path()
              + ": Invalid value: "
              + percentage.whole(0)
              + ": must be between 0 and 100",
          "write a number from 0 to 100");
    }
  }

  private boolean routedBy(String... routers) {
    return Stream.of(routers).anyMatch(router -> routing.at(router).present())
        || !routing.at("plugins").names().isEmpty();
  }

  private void managed(Value route) {
    Value managed = routing.at("managedRoutes");
    if (!routing.present()) {
      return;
    }
    if (!managed.present()) {
      Claim.spec(problems, managed)
          .required(
              "Rollout has missing field 'spec.strategy.canary.trafficRouting.managedRoutes'",
              "list the route there: `managedRoutes: [{name: " + route.at("name").text() + "}]`");
    } else if (managed.items().stream()
        .noneMatch(each -> each.at("name").text().equals(route.at("name").text()))) {
      Claim.spec(problems, route)
          .invalid(
              Claim.quoted(route.at("name").text()),
              "Steps define a route that does not exist in"
                  + " spec.strategy.canary.trafficRouting.managedRoutes",
              "add `- name: " + route.at("name").text() + "` to managedRoutes");
    }
  }

  private void albMatch(Value match, Value value) {
    if (!value.present()) {
      Claim.spec(problems, match).invalid("null", MISSED, "write `headerValue: {exact: ...}`");
    } else if (value.at("exact").text().isEmpty()
        || !value.at("regex").text().isEmpty()
        || !value.at("prefix").text().isEmpty()) {
      Claim.spec(problems, match)
          .invalid(
              value.json(ORDER),
              "SetHeaderRoute match value invalid. ALB supports 'exact' value only",
              "write `exact` alone");
    }
  }

  /// A router would refuse it in the middle of a release.
  private void pattern(Value value) {
    Value regex = value.at("regex");
    if (Patterns.checked(regex.text()) instanceof Checked.Invalid<?>(String why)) {
      Claim.spec(problems, regex)
          .invalid(
              Claim.quoted(regex.text()),
              "no regular expression: " + why,
              "write a regular expression, or `exact` for the text itself");
    }
  }

  private void oneMatcher(Value match, Value value) {
    pattern(value);
    List<String> given =
        MATCHERS.stream().filter(name -> !value.at(name).text().isEmpty()).toList();
    if (given.size() == 1) {
      return;
    }
    String shown = Optional.of(value).filter(Value::present).map(v -> v.json(ORDER)).orElse("null");
    Claim.spec(problems, match)
        .invalid(
            shown,
            given.isEmpty()
                ? MISSED
                : "StringMatch match value must have exactly one of the following: exact, regex,"
                    + " prefix",
            given.isEmpty() ? "write one of them" : "keep one of " + String.join(", ", given));
  }
}

package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules for the routes of an Istio VirtualService: those that a rollout steers hold both of
/// its services, or both of its subsets.
///
/// @param reference the entry of the rollout that names the virtual service
/// @param claim where mistakes are reported
record IstioRoutes(Value rollout, Value reference, Claim claim) {

  void check(Value virtualService) {
    Value spec = virtualService.at("spec");
    if (List.of("http", "tls", "tcp").stream().noneMatch(type -> spec.at(type).present())) {
      report("Unable to get any of the HTTP, TCP or TLS routes for the Istio VirtualService");
    }
    http(spec.at("http"))
        .ifPresent(why -> report("Istio VirtualService has invalid HTTP routes. Error: " + why));
    for (String type : List.of("tls", "tcp")) {
      plain(spec.at(type), type)
          .ifPresent(
              why ->
                  report(
                      "Istio VirtualService has invalid %s routes. Error: %s"
                          .formatted(type.toUpperCase(java.util.Locale.ROOT), why)));
    }
  }

  private void report(String detail) {
    claim.invalid(
        Claim.quoted(reference.at("name").text().split("\\.", 2)[0]),
        detail,
        "mend the routes of the VirtualService, or the names in the rollout");
  }

  private Optional<String> http(Value routes) {
    if (!routes.present()) {
      return Optional.empty();
    }
    List<Value> steered = new ArrayList<>();
    List<Value> names = reference.at("routes").items();
    for (Value name : names) {
      Optional<Value> route =
          routes.items().stream().filter(r -> r.at("name").text().equals(name.text())).findFirst();
      if (route.isEmpty()) {
        return Optional.of(
            "HTTP Route '" + name.text() + "' is not found in the defined Virtual Service.");
      }
      steered.add(route.get());
    }
    if (names.isEmpty()) {
      routes.items().stream()
          .filter(route -> route.at("name").text().isEmpty())
          .findFirst()
          .ifPresent(steered::add);
    }
    Optional<String> wrong = destinations(steered);
    long own = routes.items().stream().filter(route -> !managed(route)).count();
    return wrong.isEmpty() && names.isEmpty() && own > 1
        ? Optional.of(
            "spec.http[] should be set in VirtualService and it must have exactly one route when"
                + " omitting spec.strategy.canary.trafficRouting.istio.virtualService.routes")
        : wrong;
  }

  private boolean managed(Value route) {
    return rollout.walk("spec.strategy.canary.trafficRouting.managedRoutes").items().stream()
        .anyMatch(each -> each.at("name").text().equals(route.at("name").text()));
  }

  private Optional<String> plain(Value routes, String type) {
    if (!routes.present()) {
      return Optional.empty();
    }
    List<Value> names = reference.at(type + "Routes").items();
    Set<Long> ports =
        names.stream().map(name -> name.at("port").whole().orElse(0)).collect(Collectors.toSet());
    List<Value> steered =
        names.isEmpty()
            ? routes.items().stream().limit(1).toList()
            : routes.items().stream()
                .filter(route -> ports.contains(route.walk("match[0].port").whole().orElse(0)))
                .toList();
    Optional<String> wrong = destinations(steered);
    return wrong.isEmpty() && names.isEmpty() && routes.items().size() > 1
        ? Optional.of(
            ("spec.%s[] should be set in VirtualService and it must have exactly one route when"
                    + " omitting spec.strategy.canary.trafficRouting.istio.virtualService.%sRoutes")
                .formatted(type, type))
        : wrong;
  }

  private Optional<String> destinations(List<Value> routes) {
    return routes.stream().map(this::destinations).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> destinations(Value route) {
    Value canary = rollout.walk("spec.strategy.canary");
    Value rule = canary.walk("trafficRouting.istio.destinationRule");
    String part = rule.present() ? "subset" : "host";
    Set<String> there =
        route.at("route").items().stream()
            .map(each -> each.at("destination").at(part).text())
            .map(host -> rule.present() ? host : host.split("\\.", 2)[0])
            .collect(Collectors.toSet());
    for (String side : List.of("Canary", "Stable")) {
      String lower = side.equals("Canary") ? "canary" : "stable";
      String wanted =
          rule.present() ? rule.at(lower + "SubsetName").text() : service(canary, lower);
      if (!there.contains(wanted)) {
        return Optional.of(
            "%s %s '%s' not found in route"
                .formatted(side, rule.present() ? "DestinationRule subset" : "Service", wanted));
      }
    }
    return Optional.empty();
  }

  private static String service(Value canary, String side) {
    Value pingPong = canary.at("pingPong");
    return pingPong.present()
        ? pingPong.at(side.equals("canary") ? "pongService" : "pingService").text()
        : canary.at(side + "Service").text();
  }
}

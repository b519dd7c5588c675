package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules for the ingresses, virtual services, mappings and virtual routers of a rollout.
record RoutingReferences(Entry rollout, Catalog catalog, Problems problems) {

  /// @param complete true when what is not given does not exist
  void check(Value routing, boolean complete) {
    Value nginx = routing.at("nginx");
    Value alb = routing.at("alb");
    oneOf(nginx, "stableIngress", "stableIngresses");
    oneOf(alb, "ingress", "ingresses");
    String root = alb.at("rootService").text();
    String stable = rollout.content().walk("spec.strategy.canary.stableService").text();
    ingresses(nginx, "stableIngress", new Backing(stable, complete));
    ingresses(alb, "ingress", new Backing(root.isEmpty() ? stable : root, complete));
    istio(routing.at("istio"), complete);
    mappings(routing.walk("ambassador.mappings"), complete);
    virtualRouter(routing.walk("appMesh.virtualService.name"));
  }

  private void oneOf(Value router, String one, String many) {
    if (!router.present()) {
      return;
    }
    boolean single = !router.at(one).text().isEmpty();
    boolean several = router.at(many).present();
    if (single == several) {
      Claim.reference(problems, router)
          .internal(
              "Either %s or %s must be configured. %s are configured."
                  .formatted(capital(one), capital(many), single ? "Both" : "Neither"),
              "write `" + one + ": name`");
    }
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private void ingresses(Value router, String one, Backing backing) {
    Value single = router.at(one);
    Value several = router.at(one + "es");
    List<Value> names = several.present() ? several.items() : Stream.of(single).toList();
    for (Value name : names) {
      if (name.text().isEmpty()) {
        continue;
      }
      Claim claim =
          Claim.reference(problems, name).as(several.present() ? several.path() : single.path());
      Optional<Entry> ingress = catalog.find(rollout, "Ingress", name.text());
      if (ingress.isEmpty() && backing.complete()) {
        claim.invalid(
            Claim.quoted(name.text()),
            "ingress.networking.k8s.io " + Claim.quoted(name.text()) + " not found",
            "add the Ingress to the files, or mend the name");
      } else if (ingress.isPresent() && !routes(ingress.get().content(), backing.service())) {
        claim.invalid(
            Claim.quoted(name.text()),
            "ingress `%s` has no rules using service %s backend"
                .formatted(name.text(), backing.service()),
            "let a rule of the Ingress lead to this service");
      }
    }
  }

  private static boolean routes(Value ingress, String service) {
    return ingress.walk("spec.rules").items().stream()
        .flatMap(rule -> rule.walk("http.paths").items().stream())
        .map(path -> path.at("backend"))
        .anyMatch(
            backend ->
                backend.walk("service.name").text().equals(service)
                    || backend.at("serviceName").text().equals(service));
  }

  private void istio(Value istio, boolean complete) {
    if (!istio.present()) {
      return;
    }
    Value one = istio.at("virtualService");
    Value many = istio.at("virtualServices");
    boolean several = !many.items().isEmpty();
    if (several == one.present()) {
      Claim.reference(problems, istio)
          .internal(
              "either VirtualService or VirtualServices must be configured",
              "write one of virtualService and virtualServices");
    }
    String field = (several ? many.path() : one.path()) + ".name";
    for (Value virtualService : several ? many.items() : List.of(one)) {
      String name = virtualService.at("name").text().split("\\.", 2)[0];
      if (name.isEmpty()) {
        continue;
      }
      Claim claim = Claim.reference(problems, virtualService.at("name")).as(field);
      Optional<Entry> found = catalog.find(rollout, "VirtualService", name);
      if (found.isPresent()) {
        new IstioRoutes(rollout.content(), virtualService, claim).check(found.get().content());
      } else if (complete) {
        claim.invalid(
            Claim.quoted(name),
            "virtualservices.networking.istio.io " + Claim.quoted(name) + " not found",
            "add the VirtualService to the files, or mend the name");
      }
    }
  }

  private void mappings(Value mappings, boolean complete) {
    if (mappings.present() && mappings.items().isEmpty()) {
      Claim.reference(problems, mappings)
          .invalid("null", "must provide at least one mapping", "name the Mapping");
    }
    for (Value name : mappings.items()) {
      Optional<Entry> mapping = catalog.find(rollout, "Mapping", name.text());
      if (mapping.isEmpty() && complete) {
        Claim.reference(problems, name)
            .as(mappings.path())
            .invalid(
                Claim.quoted(name.text()),
                "mappings.getambassador.io " + Claim.quoted(name.text()) + " not found",
                "add the Mapping to the files, or mend the name");
      }
      mapping
          .filter(found -> found.content().walk("spec.weight").whole(0) != 0)
          .ifPresent(
              found ->
                  Claim.reference(problems, found.content().walk("spec.weight"))
                      .invalid(
                          Claim.quoted(found.name()),
                          "Ambassador mapping "
                              + Claim.quoted(found.name())
                              + " can not define weight",
                          "remove the weight: the rollout sets it"));
    }
  }

  private void virtualRouter(Value name) {
    catalog
        .find(rollout, "VirtualService", name.text())
        .filter(service -> service.group().equals("appmesh.k8s.aws"))
        .map(
            service ->
                service.content().walk("spec.provider.virtualRouter.virtualRouterRef.name").text())
        .flatMap(router -> catalog.find(rollout, "VirtualRouter", router))
        .ifPresent(this::targets);
  }

  private void targets(Entry router) {
    Value routes = router.content().walk("spec.routes");
    if (routes.items().isEmpty()) {
      Claim.reference(problems, routes)
          .invalid(
              Claim.quoted(router.name()),
              "No routes defined for AppMesh virtual-router " + router.name(),
              "add a route with two weightedTargets");
    }
    for (Value route : routes.items()) {
      for (String type : List.of("httpRoute", "http2Route", "grpcRoute", "tcpRoute")) {
        Value targets = route.walk(type + ".action.weightedTargets");
        if (route.at(type).present() && targets.items().size() != 2) {
          Claim.reference(problems, targets)
              .invalid(
                  Claim.quoted(router.name()),
                  ("Invalid number of weightedTargets (%d) for AppMesh virtual-router %s and route"
                          + " %s, expected 2")
                      .formatted(targets.items().size(), router.name(), route.at("name").text()),
                  "list the stable and the canary node");
        }
      }
    }
  }

  /// The service that an ingress must lead to.
  ///
  /// @param complete true when an ingress that is not given does not exist
  private record Backing(String service, boolean complete) {}
}

package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problem.Severity;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules for what a rollout refers to.
///
/// A rollout alone may refer to objects that stand elsewhere. When the files hold one of the
/// objects that it refers to, they are taken to be complete, and the others must be there too:
/// services, ingresses and virtual services when a Service or Backend of it is there, templates
/// when anything of it is.
public final class References {
  private static final List<String> SERVICES =
      List.of(
          "blueGreen.activeService",
          "blueGreen.previewService",
          "canary.stableService",
          "canary.canaryService",
          "canary.pingPong.pingService",
          "canary.pingPong.pongService");

  private final Entry rollout;
  private final Catalog catalog;
  private final Problems problems;

  /// @param catalog all documents that are given
  public References(Entry rollout, Catalog catalog, Problems problems) {
    this.rollout = rollout;
    this.catalog = catalog;
    this.problems = problems;
  }

  /// Reports what is missing and what does not fit.
  public void check() {
    Value strategy = rollout.content().walk("spec.strategy");
    List<Value> named =
        SERVICES.stream().map(strategy::walk).filter(v -> !v.text().isEmpty()).toList();
    List<Entry> services = new ArrayList<>();
    named.forEach(name -> find("Service", name).ifPresent(services::add));
    boolean backends = named.stream().anyMatch(name -> find("Backend", name).isPresent());
    if (!services.isEmpty() || backends) {
      named.forEach(this::service);
    } else {
      named.forEach(this::elsewhere);
    }
    Value routing = strategy.walk("canary.trafficRouting");
    new RoutingReferences(rollout, catalog, problems).check(routing, !services.isEmpty());
    new TemplateReferences(rollout, catalog, problems)
        .check(strategy, !services.isEmpty() || backends);
  }

  private Optional<Entry> find(String kind, Value name) {
    return catalog.find(rollout, kind, name.text());
  }

  private void elsewhere(Value name) {
    problems.add(
        new Problem(
            Severity.INFO,
            "missing-service",
            name.path(),
            name.place(),
            "the service " + Claim.quoted(name.text()) + " is not among the given files",
            "give its file too; `serin run` takes --stable and --canary instead"));
  }

  private void service(Value name) {
    Optional<Entry> service = find("Service", name);
    if (service.isPresent()) {
      selected(name, service.get().content());
      managed(name, service.get().content());
    } else if (find("Backend", name).isEmpty()) {
      Claim claim = Claim.reference(problems, name);
      problems.error(
          "missing-service",
          name,
          claim.field()
              + ": Invalid value: "
              + Claim.quoted(name.text())
              + ": service "
              + Claim.quoted(name.text())
              + " not found",
          "add the Service (or outside Kubernetes the Backend) to the files, or mend the name");
    }
  }

  private void selected(Value name, Value service) {
    Value labels = rollout.content().walk("spec.template.metadata.labels");
    Value own = ownMetadata(name);
    if (rollout.content().walk("spec.workloadRef").present()
        || !rollout.content().walk("spec.template").present()) {
      return;
    }
    service
        .walk("spec.selector")
        .texts()
        .forEach(
            (label, value) -> {
              boolean matches =
                  value.equals(labels.at(label).text()) || value.equals(own.at(label).text());
              if (!label.equals("rollouts-pod-template-hash") && !matches) {
                Claim.reference(problems, name)
                    .invalid(
                        Claim.quoted(name.text()),
                        "Service "
                            + Claim.quoted(name.text())
                            + " has unmatch label "
                            + Claim.quoted(label)
                            + " in rollout",
                        "let the Service select labels of spec.template");
              }
            });
  }

  /// The labels that only the pods behind this service have.
  private Value ownMetadata(Value name) {
    String field =
        switch (name.path().substring(name.path().lastIndexOf('.') + 1)) {
          case "activeService" -> "blueGreen.activeMetadata";
          case "previewService" -> "blueGreen.previewMetadata";
          case "stableService" -> "canary.stableMetadata";
          case "canaryService" -> "canary.canaryMetadata";
          default -> "none";
        };
    return rollout.content().walk("spec.strategy." + field + ".labels");
  }

  private void managed(Value name, Value service) {
    Value by =
        service.walk("metadata.annotations").at("argo-rollouts.argoproj.io/managed-by-rollouts");
    if (by.present() && !by.text().equals(rollout.name())) {
      Claim.reference(problems, name)
          .invalid(
              Claim.quoted(name.text()),
              "Service " + Claim.quoted(name.text()) + " is managed by another Rollout",
              "give each rollout services of its own");
    }
  }
}

package dev.serin.server.node;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Release;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.traffic.Revision;
import dev.serin.gateway.settings.Place;
import dev.serin.manifest.Document.BackendDocument;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.server.Refusal;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.site.Admission;
import dev.serin.server.site.BackendChoice;
import dev.serin.server.site.Hosting;
import dev.serin.server.site.Site;
import dev.serin.server.site.Targets;
import dev.serin.server.store.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A rollout with everything that it rests upon, put together from documents.
///
/// @param written its backends as its manifest names them
/// @param router what carries its users
/// @param places where users find it, if that is the router's to say
/// @param uses the documents that it rests upon, without its own
record Draft(
    RolloutDocument rollout,
    Map<TemplateRef, AnalysisTemplate> templates,
    BackendChoice written,
    Checked<RouterChoice> router,
    List<Place> places,
    Set<DocumentId> uses) {
  /// Puts a rollout together; empty when there is none of this name.
  ///
  /// @throws Refusal when something is missing that it names
  static Optional<Draft> of(RolloutId id, Shelf shelf) {
    return shelf.find(DocumentId.of(id), RolloutDocument.class).map(rollout -> of(rollout, shelf));
  }

  private static Draft of(RolloutDocument rollout, Shelf shelf) {
    Set<DocumentId> uses = new HashSet<>();
    Map<TemplateRef, AnalysisTemplate> templates = templates(rollout, shelf, uses);
    List<Backend> backends = backends(rollout, shelf, uses);
    BackendChoice written = BackendChoice.of(rollout.spec().strategy(), backends, Targets.NONE);
    Checked<RouterChoice> router = RouterChoice.of(rollout.spec().strategy(), null);
    List<Place> places = hosted(router) ? places(rollout, shelf, uses) : List.of(Place.ANYWHERE);
    return new Draft(rollout, templates, written, router, places, uses);
  }

  private static List<Backend> backends(
      RolloutDocument rollout, Shelf shelf, Set<DocumentId> uses) {
    Stream<String> names =
        switch (rollout.spec().strategy()) {
          case Strategy.Canary canary ->
              Stream.of(canary.services().stable(), canary.services().canary())
                  .flatMap(Stream::ofNullable);
          case Strategy.BlueGreen blueGreen ->
              Stream.concat(
                  Stream.of(blueGreen.activeService()),
                  Stream.ofNullable(blueGreen.previewService()));
        };
    List<Backend> backends = new ArrayList<>();
    names.forEach(
        name -> {
          DocumentId key = new DocumentId("Backend", rollout.id().namespace(), name);
          uses.add(key);
          shelf.find(key, BackendDocument.class).ifPresent(it -> backends.add(it.backend()));
        });
    return backends;
  }

  private static Map<TemplateRef, AnalysisTemplate> templates(
      RolloutDocument rollout, Shelf shelf, Set<DocumentId> uses) {
    Map<TemplateRef, AnalysisTemplate> found = new HashMap<>();
    List<TemplateRef> open = new ArrayList<>();
    requests(rollout.spec().strategy()).forEach(request -> open.addAll(request.templates()));
    while (!open.isEmpty()) {
      TemplateRef ref = open.removeLast();
      DocumentId key = DocumentId.of(ref, rollout.id().namespace());
      if (uses.add(key)) {
        shelf
            .find(key, TemplateDocument.class)
            .ifPresent(
                document -> {
                  found.put(ref, document.template());
                  open.addAll(document.template().templates());
                });
      }
    }
    return found;
  }

  private static Stream<AnalysisRequest> requests(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Canary canary ->
          Stream.concat(
              canary.steps().stream()
                  .flatMap(
                      step ->
                          step instanceof Step.Analysis(var request)
                              ? Stream.of(request)
                              : Stream.empty()),
              Stream.ofNullable(canary.background()).map(Strategy.BackgroundAnalysis::request));
      case Strategy.BlueGreen blueGreen ->
          Stream.of(blueGreen.prePromotion(), blueGreen.postPromotion()).filter(Objects::nonNull);
    };
  }

  /// Where users find it on Serin's own gateway.
  private static List<Place> places(RolloutDocument rollout, Shelf shelf, Set<DocumentId> uses) {
    String namespace = rollout.id().namespace();
    uses.add(Neighbours.any(namespace));
    shelf
        .all(DocumentId.GATEWAY, namespace, GatewayDocument.class)
        .forEach(it -> uses.add(new DocumentId(DocumentId.GATEWAY, namespace, it.name())));
    return Neighbours.places(Neighbours.routes(shelf, namespace), rollout.id());
  }

  RolloutId id() {
    return rollout.id();
  }

  /// Whether Serin's own gateway carries it.
  boolean hosted() {
    return hosted(router);
  }

  private static boolean hosted(Checked<RouterChoice> router) {
    return router instanceof Checked.Valid<RouterChoice>(var choice)
        && choice.kind() == RouterChoice.Kind.GATEWAY;
  }

  /// What a node is to carry.
  ///
  /// @param trusted the revision that users trust
  /// @param desired the revision that is wanted
  /// @throws Refusal when it can not run here
  Hosting hosting(Revision trusted, Revision desired, Secrets secrets) {
    BackendChoice now = roles(trusted);
    Release asked =
        new Release(
            rollout.id(), rollout.spec(), trusted, desired, templates, rollout.content().map());
    Release release = Guard.on(asked);
    Admission.check(
        release, new Admission.Abilities(router, /* backends= */ true, Site.PROVIDERS, secrets));
    RouterChoice chosen = ((Checked.Valid<RouterChoice>) router).value();
    if (places.isEmpty()) {
      throw new Refusal(
          "no route of the Gateway in namespace %s leads to rollout %s; add one, or delete the Gateway"
              .formatted(rollout.id().namespace(), rollout.id().name()));
    }
    return new Hosting(
        release, now, new Hosting.Front(chosen, places, written, /* patient= */ true));
  }

  /// The revision of the backend that does not run the trusted one.
  Revision other(Revision trusted) {
    return roles(trusted).canary().revision();
  }

  private BackendChoice roles(Revision trusted) {
    if (!runs(trusted)) {
      throw new Refusal(
          "version %s is stable, but the Backends run %s and %s: deploy it to one of them again, and apply that with version: %s"
              .formatted(
                  trusted, written.stable().revision(), written.canary().revision(), trusted));
    }
    return written.after(trusted, /* written= */ true);
  }

  /// Whether one of its backends runs a revision.
  boolean runs(Revision revision) {
    return written.stable().revision().equals(revision)
        || written.canary().revision().equals(revision);
  }
}

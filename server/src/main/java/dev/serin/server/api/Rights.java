package dev.serin.server.api;

import dev.serin.core.rollout.Strategy;
import dev.serin.manifest.Document;
import dev.serin.manifest.tree.Source;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Role;
import dev.serin.server.http.Json;
import dev.serin.server.http.Problem;
import dev.serin.server.manifest.Kept;
import dev.serin.server.manifest.Reader;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.store.DocumentId;
import java.util.List;
import java.util.Map;

/// What a caller needs to apply manifests. It is asked for before anything else is: what is stored
/// in other namespaces is not told to whoever may not apply there.
///
/// @param rollouts in which it is looked up what is stored already
record Rights(Rollouts rollouts) {
  /// @throws dev.serin.server.http.ProblemException when the caller may not apply one of them
  void check(Caller caller, List<Source> sources) {
    List<Document> documents = Reader.read(sources).documents();
    documents.stream()
        .flatMap(it -> Kept.id(it).stream())
        .forEach(it -> caller.require(Role.ADMIN, it.namespace()));
    if (!caller.principal().may(Role.ADMIN, Grant.EVERYWHERE)) {
      documents.forEach(it -> runsNothing(caller, it));
    }
  }

  /// The settings of other routers name programs that this server starts and files that it writes:
  /// whoever writes them is this server's user in effect.
  private void runsNothing(Caller caller, Document document) {
    if (document instanceof Document.RolloutDocument rollout
        && foreign(rollout.spec().strategy())
        && !isStored(rollout)) {
      throw Problem.of(
              403,
              "forbidden",
              ("%s needs the role admin in all namespaces to create or change Rollout %s: its"
                      + " trafficRouting is not only %s, and the settings of other routers name"
                      + " programs and files that the server runs and writes; its Backends and"
                      + " templates take the role admin in namespace %s")
                  .formatted(
                      caller.principal().name(),
                      rollout.id(),
                      RouterChoice.Kind.GATEWAY.word(),
                      rollout.id().namespace()))
          .exception();
    }
  }

  private static boolean foreign(Strategy strategy) {
    return strategy instanceof Strategy.Canary canary
        && canary.traffic().routers().keySet().stream()
            .anyMatch(word -> !word.equals(RouterChoice.Kind.GATEWAY.word()));
  }

  private boolean isStored(Document.RolloutDocument rollout) {
    Map<?, ?> written = Json.read(Json.text(rollout.content().map()), Map.class);
    return rollouts
        .document(DocumentId.of(rollout.id()))
        .filter(stored -> stored.content().equals(written))
        .isPresent();
  }
}

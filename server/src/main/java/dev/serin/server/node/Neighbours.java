package dev.serin.server.node;

import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.settings.Place;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.server.manifest.GatewayReading;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Rollouts on Serin's own gateway: no two of them may be at one place.
final class Neighbours {
  private final Map<Place, RolloutId> places = new HashMap<>();
  private final List<String> conflicts = new ArrayList<>();

  /// @param drafts those that are to come or to change
  /// @param catalog has the others
  /// @param shelf the documents as they will be
  static List<String> conflicts(List<Draft> drafts, Catalog catalog, Shelf shelf) {
    Neighbours found = new Neighbours();
    List<Draft> hosted = drafts.stream().filter(Draft::hosted).toList();
    if (!hosted.isEmpty()) {
      Set<RolloutId> changing = hosted.stream().map(Draft::id).collect(Collectors.toSet());
      hosted.forEach(draft -> draft.places().forEach(place -> found.put(place, draft.id())));
      catalog.usersOfAny(DocumentId.GATEWAY).stream()
          .filter(id -> !changing.contains(id))
          .collect(Collectors.groupingBy(RolloutId::namespace, Collectors.toSet()))
          .forEach((namespace, ids) -> found.put(routes(shelf, namespace), ids));
    }
    return found.conflicts;
  }

  /// The routes of all gateways of a namespace.
  static List<GatewayReading.Route> routes(Shelf shelf, String namespace) {
    return shelf.all(DocumentId.GATEWAY, namespace, GatewayDocument.class).stream()
        .flatMap(gateway -> GatewayReading.read(gateway, Path.of("")).routes().stream())
        .toList();
  }

  /// Where a rollout is, by the routes of its namespace: anywhere when there is none.
  static List<Place> places(List<GatewayReading.Route> routes, RolloutId id) {
    return routes.isEmpty()
        ? List.of(Place.ANYWHERE)
        : routes.stream()
            .filter(route -> route.rollout().equals(id.name()))
            .map(GatewayReading.Route::place)
            .toList();
  }

  private void put(List<GatewayReading.Route> routes, Set<RolloutId> ids) {
    ids.forEach(id -> places(routes, id).forEach(place -> put(place, id)));
  }

  private void put(Place place, RolloutId id) {
    RolloutId other = places.putIfAbsent(place, id);
    if (other != null && !other.equals(id)) {
      conflicts.add(
          "%s: rollout %s is at %s of the gateway already; give each a route of its own by a Gateway document in its namespace"
              .formatted(other, id, place.equals(Place.ANYWHERE) ? "every place" : place));
    }
  }

  /// What a rollout on the gateway rests upon beside the gateways that there are: those to come.
  static DocumentId any(String namespace) {
    return new DocumentId(DocumentId.GATEWAY, namespace, DocumentId.ANY);
  }
}

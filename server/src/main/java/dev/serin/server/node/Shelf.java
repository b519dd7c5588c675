package dev.serin.server.node;

import dev.serin.manifest.Document;
import dev.serin.manifest.Manifests;
import dev.serin.server.rollouts.DocumentId;
import dev.serin.server.store.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The stored documents, with those in front of them that are to be stored.
final class Shelf {
  private final Catalog catalog;
  private final Map<DocumentId, String> fresh;
  private final Readings readings;

  /// @param fresh contents that are not stored yet; empty for a document that is to go
  Shelf(Catalog catalog, Map<DocumentId, String> fresh, Readings readings) {
    this.catalog = catalog;
    this.readings = readings;
    this.fresh = new LinkedHashMap<>(fresh);
  }

  /// Of what is stored alone.
  static Shelf stored(Catalog catalog, Readings readings) {
    return new Shelf(catalog, Map.of(), readings);
  }

  /// A document, read.
  <D extends Document> Optional<D> find(DocumentId key, Class<D> kind) {
    String content = fresh.get(key);
    return (content == null
            ? catalog.find(key).flatMap(e -> Optional.ofNullable(e.content()))
            : Optional.of(content).filter(text -> !text.isEmpty()))
        .flatMap(text -> read(key, text, kind));
  }

  /// The documents of a kind in a namespace.
  <D extends Document> List<D> all(String kind, String namespace, Class<D> type) {
    Map<DocumentId, String> contents = new LinkedHashMap<>();
    for (Catalog.Entry entry : catalog.list(kind, namespace)) {
      contents.put(entry.key(), String.valueOf(entry.content()));
    }
    fresh.forEach(
        (key, content) -> {
          if (key.kind().equals(kind) && key.namespace().equals(namespace)) {
            contents.put(key, content);
          }
        });
    List<D> found = new ArrayList<>();
    contents.forEach(
        (key, content) -> {
          if (!content.isEmpty()) {
            read(key, content, type).ifPresent(found::add);
          }
        });
    return found;
  }

  /// JSON is YAML too. What was stored had no error; an older or newer Serin may see it otherwise,
  /// and then it is as if it were not there.
  private <D extends Document> Optional<D> read(DocumentId key, String content, Class<D> kind) {
    Manifests manifests = readings.of(key.kind() + " " + key.name(), content);
    return manifests.documents().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}

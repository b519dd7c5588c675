package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Value;

/// A document with its kind and name.
///
/// @param namespace empty when the document names none
public record Entry(String apiVersion, String kind, String namespace, String name, Value content) {
  /// Reads kind and name from a document.
  public static Entry of(Value content) {
    return new Entry(
        content.at("apiVersion").text(),
        content.at("kind").text(),
        content.walk("metadata.namespace").text(),
        content.walk("metadata.name").text(),
        content);
  }

  /// The part of the apiVersion before the slash; empty for Kubernetes' core.
  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}

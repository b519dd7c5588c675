package dev.serin.manifest.schema;

import static dev.serin.manifest.schema.Schema.OBJECT;
import static dev.serin.manifest.schema.Schema.TEXT;
import static dev.serin.manifest.schema.Schema.TEXTS;
import static dev.serin.manifest.schema.Schema.TEXT_TABLE;
import static dev.serin.manifest.schema.Schema.WHOLE;
import static dev.serin.manifest.schema.Schema.fields;
import static dev.serin.manifest.schema.Schema.list;
import static dev.serin.manifest.schema.Schema.may;
import static dev.serin.manifest.schema.Schema.must;

/// The parts that Kubernetes gives to every kind.
final class Metadata {
  static final Schema OBJECT_META =
      fields(
          may("name", TEXT),
          may("generateName", TEXT),
          may("namespace", TEXT),
          may("labels", TEXT_TABLE),
          may("annotations", TEXT_TABLE),
          may("finalizers", TEXTS),
          may("ownerReferences", list(OBJECT)),
          may("managedFields", list(OBJECT)),
          may("uid", TEXT),
          may("resourceVersion", TEXT),
          may("generation", WHOLE),
          may("selfLink", TEXT),
          may("creationTimestamp", TEXT),
          may("deletionTimestamp", TEXT),
          may("deletionGracePeriodSeconds", WHOLE));

  static final Schema SELECTOR =
      fields(
          may("matchLabels", TEXT_TABLE),
          may(
              "matchExpressions",
              list(fields(must("key", TEXT), must("operator", TEXT), may("values", TEXTS)))));

  static final Schema LABELS_AND_ANNOTATIONS =
      fields(may("labels", TEXT_TABLE), may("annotations", TEXT_TABLE));

  /// Only its outline: what a pod may hold is Kubernetes' to say.
  static final Schema POD_TEMPLATE =
      fields(
          may(
              "metadata",
              fields(
                  may("name", TEXT),
                  may("generateName", TEXT),
                  may("namespace", TEXT),
                  may("creationTimestamp", TEXT),
                  may("finalizers", TEXTS),
                  may("labels", TEXT_TABLE),
                  may("annotations", TEXT_TABLE))),
          may("spec", OBJECT));

  private Metadata() {}

  /// A document of this spec.
  static Schema document(Schema spec) {
    return fields(
        must("apiVersion", TEXT),
        must("kind", TEXT),
        may("metadata", OBJECT_META),
        must("spec", spec),
        may("status", OBJECT));
  }
}

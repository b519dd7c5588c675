package dev.serin.manifest.schema;

import java.util.List;
import java.util.Set;

/// What a value may be.
public sealed interface Schema {

  /// An object with these fields and no others.
  record Fields(List<Field> fields) implements Schema {
    /// Copies its list.
    public Fields {
      fields = List.copyOf(fields);
    }

    /// The same with more fields.
    Fields with(Field... more) {
      return new Fields(
          java.util.stream.Stream.concat(fields.stream(), List.of(more).stream()).toList());
    }
  }

  /// A field of an object.
  ///
  /// @param required false when it may be left out
  record Field(String name, Schema schema, boolean required) {}

  /// An object with any fields, each of the same kind.
  record Table(Schema value) implements Schema {}

  /// A list.
  record Listing(Schema item) implements Schema {}

  /// One of JSON's simple types.
  ///
  /// @param word in JSON Schema
  /// @param types the types of values that are taken for it
  record Simple(String word, Set<String> types) implements Schema {}

  /// A text that is one of a few.
  record OneOf(List<String> words) implements Schema {
    /// Copies its list.
    public OneOf {
      words = List.copyOf(words);
    }
  }

  /// Any value: not looked into.
  record Anything() implements Schema {}

  /// Text.
  Schema TEXT = new Simple("string", Set.of("string"));

  /// A whole number.
  Schema WHOLE = new Simple("integer", Set.of("integer"));

  /// Any number.
  Schema NUMBER = new Simple("number", Set.of("integer", "number"));

  /// True or false.
  Schema FLAG = new Simple("boolean", Set.of("boolean"));

  /// Kubernetes' IntOrString.
  Schema WHOLE_OR_TEXT = new Simple("integer or string", Set.of("integer", "string"));

  /// An object that is not looked into.
  Schema OBJECT = new Table(new Anything());

  /// A list of texts.
  Schema TEXTS = new Listing(TEXT);

  /// An object with texts in it.
  Schema TEXT_TABLE = new Table(TEXT);

  /// An object with these fields.
  static Fields fields(Field... fields) {
    return new Fields(List.of(fields));
  }

  /// A list of such values.
  static Schema list(Schema item) {
    return new Listing(item);
  }

  /// A field that may be left out.
  static Field may(String name, Schema schema) {
    return new Field(name, schema, false);
  }

  /// A field that must be there.
  static Field must(String name, Schema schema) {
    return new Field(name, schema, true);
  }
}

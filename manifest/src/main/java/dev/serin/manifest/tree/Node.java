package dev.serin.manifest.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of JSON's data model, and where it stands.
sealed interface Node {
  Place place();

  /// The word for its type in JSON Schema.
  String type();

  /// An object.
  ///
  /// @param fields in the order of the file
  record Mapping(Place place, Map<String, Field> fields) implements Node {
    /// Copies its map.
    public Mapping {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String type() {
      return "object";
    }
  }

  /// One field of an object.
  ///
  /// @param key where its name stands
  record Field(Place key, Node value) {}

  /// A list.
  record Listing(Place place, List<Node> items) implements Node {
    /// Copies its list.
    public Listing {
      items = List.copyOf(items);
    }

    @Override
    public String type() {
      return "array";
    }
  }

  /// Text.
  record Text(Place place, String value) implements Node {
    @Override
    public String type() {
      return "string";
    }
  }

  /// A whole number that fits 64 bits.
  record Whole(Place place, long value) implements Node {
    @Override
    public String type() {
      return "integer";
    }
  }

  /// Any other number.
  record Fraction(Place place, double value) implements Node {
    @Override
    public String type() {
      return "number";
    }
  }

  /// True or false.
  record Flag(Place place, boolean value) implements Node {
    @Override
    public String type() {
      return "boolean";
    }
  }

  /// Null: the same as a field that is not there.
  record Nothing(Place place) implements Node {
    @Override
    public String type() {
      return "null";
    }
  }
}

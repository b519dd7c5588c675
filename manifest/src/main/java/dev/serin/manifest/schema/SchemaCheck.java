package dev.serin.manifest.schema;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Compares values with a [Schema] and reports all that differs, in the words of the Kubernetes API
/// server.
public final class SchemaCheck {
  /// So many unknown fields of one object are named one by one.
  private static final int MAX_UNKNOWN = 20;

  private final Problems problems;

  /// @param problems takes what is found
  public SchemaCheck(Problems problems) {
    this.problems = problems;
  }

  /// Checks `value`, which is taken for null when it is not present.
  public void check(Value value, Schema schema) {
    if (!value.present()) {
      return;
    }
    switch (schema) {
      case Schema.Fields fields -> fields(value, fields);
      case Schema.Table table -> {
        if (typed(value, "object")) {
          value.fields().values().forEach(field -> check(field, table.value()));
        }
      }
      case Schema.Listing listing -> {
        if (typed(value, "array")) {
          value.items().forEach(item -> item(item, listing.item()));
        }
      }
      case Schema.Simple simple -> {
        boolean wholeFraction = simple.types().contains("integer") && value.whole().isPresent();
        if (!simple.types().contains(value.type()) && !wholeFraction) {
          wrongType(value, simple.word());
        }
      }
      case Schema.OneOf oneOf -> oneOf(value, oneOf.words());
      case Schema.Anything _ -> {}
    }
  }

  private void item(Value item, Schema schema) {
    if (!item.present() && schema instanceof Schema.Fields) {
      problems.error(
          "wrong-type",
          item,
          item.path() + ": must be of type object: \"null\"",
          "write the item's fields, or remove the dash");
    } else {
      check(item, schema);
    }
  }

  private void fields(Value value, Schema.Fields schema) {
    if (!typed(value, "object")) {
      return;
    }
    Map<String, Schema.Field> known = new TreeMap<>();
    schema.fields().forEach(field -> known.put(field.name(), field));
    List<String> unknown = value.names().stream().filter(name -> !known.containsKey(name)).toList();
    unknown.stream().limit(MAX_UNKNOWN).forEach(name -> unknown(value, name, known));
    if (unknown.size() > MAX_UNKNOWN) {
      problems.error(
          "unknown-field",
          value,
          "there are "
              + (unknown.size() - MAX_UNKNOWN)
              + " more unknown fields in "
              + (value.path().isEmpty() ? "this document" : value.path()),
          "remove them");
    }
    for (Schema.Field field : schema.fields()) {
      Value below = value.at(field.name());
      if (field.required() && !below.present()) {
        missing(below);
      }
      check(below, field.schema());
    }
  }

  private void unknown(Value value, String name, Map<String, Schema.Field> known) {
    Value at = value.key(name);
    Optional<String> near = Spelling.nearest(name, known.keySet());
    problems.error(
        "unknown-field",
        at,
        "unknown field \"" + at.path() + "\"",
        near.map(word -> "did you mean `" + word + "`?")
            .orElseGet(
                () ->
                    known.isEmpty()
                        ? "remove it"
                        : "remove it; known here: " + String.join(", ", known.keySet())));
  }

  private void missing(Value at) {
    problems.error(
        "missing-field", at, at.path() + ": Required value", "add the field `" + last(at) + "`");
  }

  private void oneOf(Value value, List<String> words) {
    if (!typed(value, "string") || words.contains(value.text())) {
      return;
    }
    String supported = "\"" + String.join("\", \"", words) + "\"";
    problems.error(
        "invalid-value",
        value,
        value.path()
            + ": Unsupported value: \""
            + value.text()
            + "\": supported values: "
            + supported,
        Spelling.nearest(value.text(), words)
            .map(word -> "did you mean `" + word + "`?")
            .orElse("write one of them"));
  }

  private boolean typed(Value value, String type) {
    if (value.type().equals(type)) {
      return true;
    }
    wrongType(value, type);
    return false;
  }

  private void wrongType(Value value, String word) {
    String fix =
        switch (word) {
          case "string" -> "put the value in quotes";
          case "integer" -> "write a whole number without quotes";
          case "number" -> "write a number without quotes";
          case "boolean" -> "write true or false, without quotes";
          case "object" -> "write fields below `" + last(value) + ":`, indented";
          case "array" -> "write a list: items that begin with a dash";
          default -> "write a whole number or a text";
        };
    problems.error(
        "wrong-type",
        value,
        value.path() + ": must be of type " + word + ": \"" + value.type() + "\"",
        fix);
  }

  private static String last(Value value) {
    return value.path().substring(value.path().lastIndexOf('.') + 1);
  }
}

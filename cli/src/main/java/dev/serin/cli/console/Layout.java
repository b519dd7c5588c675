package dev.serin.cli.console;

import java.util.List;
import java.util.function.Supplier;

/// How a command writes what it found.
public enum Layout {
  /// For people.
  TEXT,
  /// One JSON object on a line, for scripts.
  JSON,
  /// A YAML document.
  YAML;

  /// Writes a result to the console's output.
  ///
  /// @param tree maps, lists, texts, numbers and booleans, or a tree of Jackson's
  /// @param text the lines for people
  public void print(Console console, Object tree, Supplier<List<String>> text) {
    switch (this) {
      case TEXT -> text.get().forEach(console.out()::println);
      case JSON -> console.out().println(Json.line(tree));
      case YAML -> console.out().print(Yaml.text(tree));
    }
    console.out().flush();
  }
}

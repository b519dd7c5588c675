package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The `{{...}}` in the texts of a metric.
final class Tags {
  /// A comparison fills in `{{population}}` itself.
  private static final String COMPARISON = ".provider.plugin.serin/comparison.";

  private Tags() {}

  /// The tags below `value` that name none of the arguments.
  static List<Tag> unresolved(Value value, Set<String> arguments) {
    List<Tag> found = new ArrayList<>();
    collect(value, arguments, found);
    return found;
  }

  private static void collect(Value value, Set<String> arguments, List<Tag> found) {
    value.items().forEach(item -> collect(item, arguments, found));
    value.fields().values().forEach(field -> collect(field, arguments, found));
    String text = value.text();
    for (int start = text.indexOf("{{"); start >= 0; ) {
      int end = text.indexOf("}}", start + 2);
      if (end < 0) {
        return;
      }
      String name = text.substring(start + 2, end).strip();
      boolean ours = name.equals("population") && value.path().contains(COMPARISON);
      boolean known = name.startsWith("args.") && arguments.contains(name.substring(5));
      if (!known && !ours) {
        found.add(new Tag(value, name));
      }
      start = text.indexOf("{{", end + 2);
    }
  }

  /// A tag and the text that holds it.
  record Tag(Value at, String name) {}
}

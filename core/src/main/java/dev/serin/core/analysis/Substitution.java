package dev.serin.core.analysis;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts values in the places of `{{args.name}}` in any number of texts, and remembers what went
/// wrong. A value is not searched for further places.
final class Substitution {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final String COMPARISON = "serin/comparison";
  private static final String POPULATION = "population";

  private final Map<String, String> values = new HashMap<>();
  private @Nullable String unclosed;
  private @Nullable String unresolved;
  private @Nullable String unwritable;

  private Substitution() {}

  /// Fails when any argument has no value, even one that no text asks for.
  static Checked<Substitution> of(List<Argument> args) {
    Substitution substitution = new Substitution();
    for (Argument arg : args) {
      String value = arg.value();
      if (value == null) {
        return new Checked.Invalid<>("argument \"" + arg.name() + "\" was not supplied");
      }
      substitution.values.put("args." + arg.name(), value);
    }
    return new Checked.Valid<>(substitution);
  }

  /// `result`, or why a text given before could not be filled in: as in Argo, the last one counts.
  <T> Checked<T> unlessFailed(T result) {
    if (unclosed != null) {
      return new Checked.Invalid<>(unclosed);
    }
    return unresolved != null ? new Checked.Invalid<>(unresolved) : new Checked.Valid<>(result);
  }

  /// `result`, or why a value given to a text can not stand in a metric: Argo puts it into JSON in
  /// Go's spelling, which JSON does not share for most control characters.
  <T> Checked<T> unlessUnwritable(T result) {
    return unwritable != null ? new Checked.Invalid<>(unwritable) : new Checked.Valid<>(result);
  }

  String fill(String template) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int open = template.indexOf(OPEN); open >= 0; open = template.indexOf(OPEN, from)) {
      int start = open + OPEN.length();
      int end = template.indexOf(CLOSE, start);
      if (end < 0) {
        unclosed =
            "Cannot find end tag=\"}}\" in the template=%s starting from %s"
                .formatted(quoted(template), quoted(template.substring(start)));
        return template;
      }
      String tag = template.substring(start, end);
      filled.append(template, from, open).append(value(tag));
      from = end + CLOSE.length();
    }
    return filled.append(template.substring(from)).toString();
  }

  @Nullable String fillIfAny(@Nullable String template) {
    return template == null ? null : fill(template);
  }

  private @Nullable Object fillTree(@Nullable Object tree) {
    return switch (tree) {
      case String text -> fill(text);
      case Map<?, ?> map -> fillMap(map);
      case List<?> list -> list.stream().map(this::fillTree).toList();
      case null, default -> tree;
    };
  }

  private Map<String, Object> fillMap(Map<?, ?> map) {
    Map<String, Object> filled = new LinkedHashMap<>();
    map.forEach((key, value) -> filled.put(fill(String.valueOf(key)), fillTree(value)));
    return filled;
  }

  /// The settings of a provider. A comparison asks the same of each population: what stands in the
  /// place of its `{{population}}` it says itself.
  Map<String, Object> fillSettings(ProviderConfig provider) {
    if (!provider.kind().equals(COMPARISON)) {
      return fillMap(provider.settings());
    }
    values.put(POPULATION, OPEN + POPULATION + CLOSE);
    Map<String, Object> filled = fillMap(provider.settings());
    values.remove(POPULATION);
    return filled;
  }

  private String value(String tag) {
    String value = values.get(tag.strip());
    if (value == null) {
      unresolved = "failed to resolve {{" + tag + "}}";
      return "";
    }
    value.chars().filter(Substitution::isUnwritable).findFirst().ifPresent(this::refuse);
    return value;
  }

  private void refuse(int c) {
    char spelling = c == 0x07 ? 'a' : c == 0x0b ? 'v' : 'x';
    unwritable = "invalid character '" + spelling + "' in string escape code";
  }

  private static boolean isUnwritable(int c) {
    return (c < ' ' && "\b\f\n\r\t".indexOf(c) < 0) || c == 0x7f;
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}

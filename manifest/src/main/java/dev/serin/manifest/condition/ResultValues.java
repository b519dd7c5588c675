package dev.serin.manifest.condition;

import dev.serin.core.analysis.Result;
import dev.serin.manifest.condition.Type.Simple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Results as conditions see them.
final class ResultValues {
  private ResultValues() {}

  static @Nullable Object value(Result result) {
    return switch (result) {
      case Result.Scalar scalar -> scalar.value();
      case Result.Vector vector -> new Items(Simple.FLOAT, vector.values());
      case Result.Whole whole -> whole.value();
      case Result.NamedSeries series -> new Items(Simple.SERIES, series.all());
      case Result.Json json -> json(json.document());
      case Result.Text text -> text.value();
      case Result.Nothing _ -> null;
    };
  }

  /// A decoded document, in which every number is a float.
  static @Nullable Object json(@Nullable Object document) {
    return json(document, 0);
  }

  private static @Nullable Object json(@Nullable Object document, int depth) {
    if (depth > Run.NESTING) {
      throw Run.tooDeep();
    }
    return switch (document) {
      case Number number -> number.doubleValue();
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        for (Object item : list) {
          items.add(json(item, depth + 1));
        }
        yield Items.of(items);
      }
      case Map<?, ?> map -> {
        var entries = new LinkedHashMap<String, @Nullable Object>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          entries.put(String.valueOf(entry.getKey()), json(entry.getValue(), depth + 1));
        }
        yield entries;
      }
      case null, default -> document;
    };
  }
}

package dev.serin.manifest.condition;

import dev.serin.core.analysis.Result;
import dev.serin.manifest.condition.Type.Simple;
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
    return switch (document) {
      case Number number -> number.doubleValue();
      case List<?> list ->
          Items.of(list.stream().<@Nullable Object>map(ResultValues::json).toList());
      case Map<?, ?> map -> {
        var entries = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> entries.put(String.valueOf(key), json(value)));
        yield entries;
      }
      case null, default -> document;
    };
  }
}

package dev.serin.manifest.condition;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.core.analysis.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reading values: elements, fields, slices, and what is expected of an operand.
final class Values {
  private Values() {}

  static boolean truth(@Nullable Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw not(value, "bool");
  }

  static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw not(value, "string");
  }

  private static ConditionFault not(@Nullable Object value, String expected) {
    throw new ConditionFault(
        "interface conversion: interface {} is %s, not %s"
            .formatted(value == null ? "nil" : GoText.typeName(value), expected));
  }

  /// A whole number; a fraction is cut off.
  static long whole(Run run, @Nullable Object value) {
    return switch (value) {
      case Long whole -> whole;
      case Double real -> cut(run, real);
      case null, default ->
          throw new ConditionFault("invalid operation: int(" + GoText.typeName(value) + ")");
    };
  }

  /// Go's conversion: what does not fit, and NaN, is the smallest whole number.
  static long cut(Run run, double value) {
    run.seen(value);
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  /// The element, entry or field `key` of `from`.
  static @Nullable Object fetch(Run run, @Nullable Object from, @Nullable Object key) {
    return switch (from) {
      case Items items -> items.get(index(run, key, items.size()));
      case String text -> {
        byte[] bytes = bytes(run, text);
        yield (long) (bytes[index(run, key, bytes.length)] & 0xff);
      }
      case Keyed keyed -> keyed.containsKey(key) ? keyed.get(key) : keyed.missing();
      case Map<?, ?> map -> map.get(textKey(key));
      case Result.Series series when key instanceof String name ->
          field(series, name).orElseThrow(() -> unfetched(from, key));
      case null, default -> throw unfetched(from, key);
    };
  }

  private static ConditionFault unfetched(@Nullable Object from, @Nullable Object key) {
    return new ConditionFault(
        "cannot fetch %s from %s".formatted(GoText.brief(key), GoText.typeName(from)));
  }

  private static int index(Run run, @Nullable Object key, int length) {
    long index = whole(run, key);
    long counted = index < 0 ? length + index : index;
    if (counted < 0 || counted >= length) {
      throw new ConditionFault(
          "index out of range: %d (array length is %d)".formatted(counted, length));
    }
    return (int) counted;
  }

  private static String textKey(@Nullable Object key) {
    if (key == null) {
      return "";
    }
    if (key instanceof String name) {
      return name;
    }
    throw new ConditionFault(
        "reflect.Value.MapIndex: value of type %s is not assignable to type string"
            .formatted(GoText.typeName(key)));
  }

  static Optional<Object> field(Result.Series series, String name) {
    return switch (name) {
      case "Id" -> Optional.of(series.id());
      case "Label" -> Optional.of(series.label());
      case "StatusCode" -> Optional.of(series.statusCode());
      case "Values" -> Optional.of(new Items(Type.Simple.FLOAT, series.values()));
      default -> Optional.empty();
    };
  }

  /// True if `where` has the element or key `what`.
  static boolean in(Run run, @Nullable Object what, @Nullable Object where) {
    return switch (where) {
      case null -> false;
      case Items items -> {
        for (Object item : items) {
          if (Operators.equal(run, item, what)) {
            yield true;
          }
        }
        yield false;
      }
      case Keyed keyed -> keyed.containsKey(what);
      case Map<?, ?> map -> map.containsKey(textKey(what));
      case Result.Series series -> field(series, text(what)).isPresent();
      default ->
          throw new ConditionFault("operator \"in\" not defined on " + GoText.typeName(where));
    };
  }

  /// @param to null for the end
  static Object slice(Run run, @Nullable Object of, long from, @Nullable Long to) {
    if (of instanceof String text) {
      byte[] bytes = bytes(run, text);
      int end = end(to, bytes.length);
      int start = start(from, end, bytes.length);
      run.grow(end - start);
      return new String(bytes, start, end - start, UTF_8);
    }
    if (of instanceof Items items) {
      int end = end(to, items.size());
      return items.subList(start(from, end, items.size()), end);
    }
    throw new ConditionFault("cannot slice " + GoText.brief(of));
  }

  private static int end(@Nullable Long to, int length) {
    long end = to == null ? length : to < 0 ? length + to : to;
    return Math.clamp(end, 0, length);
  }

  private static int start(long from, int end, int length) {
    return Math.clamp(from < 0 ? length + from : from, 0, end);
  }

  private static byte[] bytes(Run run, String text) {
    run.steps(text.length() / 32);
    return text.getBytes(UTF_8);
  }

  /// The elements that a predicate is asked for.
  static Items elements(Run run, @Nullable Object value) {
    return switch (value) {
      case Items items -> items;
      case String text -> {
        run.grow(text.length());
        var bytes = new ArrayList<Object>();
        for (byte b : text.getBytes(UTF_8)) {
          bytes.add((long) (b & 0xff));
        }
        yield Items.of(bytes);
      }
      case Map<?, ?> map when map.isEmpty() -> Items.of(List.of());
      case null -> throw new ConditionFault("reflect: call of reflect.Value.Len on zero Value");
      default ->
          throw new ConditionFault(
              "reflect: call of reflect.Value.Index on %s Value".formatted(GoText.typeName(value)));
    };
  }

  /// How many elements, entries or characters.
  static long length(@Nullable Object value) {
    return switch (value) {
      case Items items -> items.size();
      case Map<?, ?> map -> map.size();
      case String text -> text.codePointCount(0, text.length());
      case null, default ->
          throw new ConditionFault(
              "invalid argument for len (type %s)".formatted(GoText.typeName(value)));
    };
  }
}

package dev.serin.core.engine;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values of the core's records, made from what the types say: every permitted record of a sealed
/// interface, every constant of an enum, and null where it is allowed, is in at least one of them.
public final class Samples {
  private final Deque<Class<?>> within = new ArrayDeque<>();

  private Samples() {}

  /// At least one value.
  ///
  /// @throws IllegalArgumentException when a value can not be made of some type in it
  public static <T> List<T> of(Class<T> type) {
    return new Samples().values(type).stream().map(type::cast).toList();
  }

  private List<?> values(Type type) {
    return switch (type) {
      case ParameterizedType generic -> collections(generic);
      case Class<?> t when t.isSealed() && t.isInterface() ->
          Arrays.stream(t.getPermittedSubclasses()).flatMap(p -> values(p).stream()).toList();
      case Class<?> t when t.isRecord() -> records(t);
      case Class<?> t when t.isEnum() -> Arrays.asList(t.getEnumConstants());
      case Class<?> t -> plain(t);
      default -> throw new IllegalArgumentException("no sample of " + type);
    };
  }

  private static List<?> plain(Class<?> type) {
    Map<Class<?>, List<?>> known =
        Map.ofEntries(
            Map.entry(String.class, List.of("a", "ü \"b\" {}\n\u2028\uD83D\uDC26")),
            Map.entry(boolean.class, List.of(true, false)),
            Map.entry(Boolean.class, List.of(true, false)),
            Map.entry(int.class, List.of(1, 2)),
            Map.entry(Integer.class, List.of(1, Integer.MAX_VALUE)),
            Map.entry(long.class, List.of(1L, Long.MAX_VALUE)),
            Map.entry(Long.class, List.of(1L, Long.MAX_VALUE)),
            Map.entry(double.class, List.of(0.1, 1.0 / 3, 1.0)),
            Map.entry(Double.class, List.of(0.1, 1.0 / 3, 1.0)),
            Map.entry(
                Instant.class,
                List.of(Instant.EPOCH, Instant.parse("2026-01-02T03:04:05.123456789Z"))),
            Map.entry(Duration.class, List.of(Duration.ofMillis(1500), Duration.ofDays(2))),
            Map.entry(URI.class, List.of(URI.create("http://127.0.0.1:8080"))),
            Map.entry(Object.class, trees()));
    List<?> values = known.get(type);
    if (values == null) {
      throw new IllegalArgumentException("no sample of " + type);
    }
    return values;
  }

  /// Trees as they come out of YAML and JSON.
  private static List<?> trees() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("text", "{{args.name}}");
    map.put("list", Arrays.asList(1, null, Map.of("deep", List.of(true))));
    map.put("nothing", null);
    return List.of(map, List.of(), "text", 7, 1L << 40, 0.25, true);
  }

  private List<?> collections(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] parts = type.getActualTypeArguments();
    List<?> elements = values(parts[parts.length - 1]);
    if (raw == List.class) {
      return List.of(elements, List.of());
    }
    if (raw == java.util.Set.class) {
      return List.of(new LinkedHashSet<>(elements), java.util.Set.of());
    }
    if (raw == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      List<?> keys = values(parts[0]);
      IntStream.range(0, elements.size())
          .forEach(
              i ->
                  map.put(
                      parts[0] == String.class ? "key" + i : keys.get(i % keys.size()),
                      elements.get(i)));
      return List.of(map, Map.of());
    }
    throw new IllegalArgumentException("no sample of " + type);
  }

  /// The i-th value has the i-th sample of each component, beginning anew where they run out.
  private List<?> records(Class<?> type) {
    if (within.contains(type)) {
      return List.of();
    }
    within.push(type);
    List<List<?>> columns =
        Arrays.stream(type.getRecordComponents()).<List<?>>map(this::component).toList();
    within.pop();
    int size = columns.stream().mapToInt(List::size).max().orElse(1);
    return IntStream.range(0, size)
        .mapToObj(i -> columns.stream().map(c -> c.get(i % c.size())).toArray())
        .map(parts -> make(type, parts))
        .toList();
  }

  private List<?> component(RecordComponent component) {
    List<@Nullable Object> values = new ArrayList<>(values(component.getGenericType()));
    AnnotatedType type = component.getAnnotatedType();
    if (type.isAnnotationPresent(Nullable.class)) {
      values.add(null);
    }
    return values;
  }

  private static Object make(Class<?> type, Object[] parts) {
    Class<?>[] types =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(n -> (Class<?>[]) Array.newInstance(Class.class, n));
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Objects.requireNonNull(constructor.newInstance(parts));
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type + " refuses " + Arrays.toString(parts), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no sample of " + type, e);
    }
  }
}

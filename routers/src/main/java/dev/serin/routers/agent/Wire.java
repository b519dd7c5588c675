package dev.serin.routers.agent;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.Converter;
import dev.serin.core.analysis.Checked;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.signals.Signals;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Messages between an engine and its agents, as JSON. What is not known is refused.
final class Wire {
  private static final long NONE = -1;

  private static final JsonMapper MAPPER =
      Mixins.addTo(JsonMapper.builder())
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(values())
          .build();

  private Wire() {}

  static byte[] write(Object message) {
    try {
      return MAPPER.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can not be written as JSON: " + message, e);
    }
  }

  /// Reads a message, or says why it is none.
  static <T> Checked<T> read(byte[] json, Class<T> type) {
    try {
      @Nullable T read = MAPPER.readValue(json, type);
      return read == null ? new Checked.Invalid<>("it is null") : new Checked.Valid<>(read);
    } catch (JsonProcessingException broken) {
      return new Checked.Invalid<>(broken.getOriginalMessage());
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | DateTimeException
        | ArithmeticException broken) {
      return new Checked.Invalid<>(String.valueOf(broken.getMessage()));
    }
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule();
    new Form<>(Instant.class, String.class, Instant::toString, Instant::parse).addTo(module);
    new Form<>(Duration.class, Long.class, Duration::toNanos, Duration::ofNanos).addTo(module);
    new Form<>(OptionalLong.class, Long.class, it -> it.orElse(NONE), Wire::count).addTo(module);
    new Form<>(LatencyHistogram.class, long[].class, Wire::pairs, Wire::histogram).addTo(module);
    new Form<>(Signals.Latency.class, long[].class, Signals.Latency::pairs, Signals.Latency::of)
        .addTo(module);
    return module;
  }

  private static OptionalLong count(long number) {
    return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /// The buckets that hold something, and how much: most of them are empty.
  private static long[] pairs(LatencyHistogram histogram) {
    long[] counts = histogram.counts();
    LongStream.Builder pairs = LongStream.builder();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        pairs.add(bucket).add(counts[bucket]);
      }
    }
    return pairs.build().toArray();
  }

  private static LatencyHistogram histogram(long[] pairs) {
    long[] counts = new long[LatencyBuckets.FINE.count()];
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      counts[Math.toIntExact(pairs[i])] = pairs[i + 1];
    }
    return LatencyHistogram.of(LatencyBuckets.FINE, counts);
  }

  /// A type whose values are written as those of another.
  private record Form<T, W>(
      Class<T> type, Class<W> written, Function<T, W> write, Function<W, T> read) {
    void addTo(SimpleModule module) {
      module.addSerializer(type, new StdDelegatingSerializer(type, new By<>(type, written, write)));
      module.addDeserializer(type, new StdDelegatingDeserializer<>(new By<>(written, type, read)));
    }
  }

  private record By<I, O>(Class<I> from, Class<O> to, Function<I, O> function)
      implements Converter<I, O> {
    @Override
    public O convert(I value) {
      return function.apply(value);
    }

    @Override
    public JavaType getInputType(TypeFactory types) {
      return types.constructType(from);
    }

    @Override
    public JavaType getOutputType(TypeFactory types) {
      return types.constructType(to);
    }
  }
}

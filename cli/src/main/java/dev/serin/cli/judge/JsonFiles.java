package dev.serin.cli.judge;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.UnjudgeableException;
import dev.serin.providers.kayenta.TimedPair;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads Kayenta's JSON from files. What is wrong is a [Refusal] with the file and the place.
public final class JsonFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonFiles() {}

  /// A canary config.
  public static CanaryConfig config(Path file) {
    Object tree = tree(file);
    try {
      return CanaryConfig.of(fields(tree));
    } catch (UnjudgeableException | IllegalArgumentException wrong) {
      throw new Refusal(file + ": " + wrong.getMessage());
    }
  }

  /// A list of metric set pairs.
  static Data pairs(Path file) {
    Object tree = tree(file);
    try {
      return new Data(MetricPair.allOf(tree).stream().map(JsonFiles::numbered).toList(), false);
    } catch (UnjudgeableException wrong) {
      throw new Refusal(file + ": " + wrong.getMessage());
    }
  }

  private static TimedPair numbered(MetricPair pair) {
    return new TimedPair(pair, numbers(pair.control()), numbers(pair.experiment()));
  }

  private static Series numbers(Series values) {
    return Series.of(IntStream.range(0, values.size()).asDoubleStream().toArray());
  }

  /// The tree of maps and lists on one line of JSON.
  ///
  /// @throws IllegalArgumentException when it is no JSON object
  static Map<String, @Nullable Object> fields(String line) {
    try {
      return fields(JSON.readValue(line, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the line is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  static Map<String, @Nullable Object> fields(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("must be a JSON object");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put("" + name, value));
    return fields;
  }

  private static @Nullable Object tree(Path file) {
    try {
      return JSON.readValue(text(file), Object.class);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new Refusal(file + place + ": no JSON: " + firstLine(e.getOriginalMessage()));
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      throw new Refusal(file + ": there is no such file");
    } catch (IOException e) {
      throw new Refusal(file + ": can not be read: " + e);
    }
  }

  private static String firstLine(String message) {
    return List.of(message.split("\n", -1)).getFirst();
  }
}

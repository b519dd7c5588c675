package dev.serin.providers.web;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.serin.providers.http.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a JSON document, written in Kubernetes' JSONPath: `{$.data.ok}` or `{.data.ok}`.
///
/// @param written as in the manifest
/// @param path the same for the library
record JsonLocation(String written, JsonPath path) {
  private static final String WHOLE = "{$}";

  /// A member whose name holds escaped characters, such as `.app\.kubernetes\.io/name`.
  private static final Pattern ESCAPED =
      Pattern.compile("\\.([^.\\[\\]\\\\]*(?:\\\\.[^.\\[\\]\\\\]*)+)");

  private static final Configuration LISTING =
      Configuration.builder()
          .jsonProvider(new JacksonJsonProvider())
          .mappingProvider(new JacksonMappingProvider())
          .options(Option.ALWAYS_RETURN_LIST)
          .build();

  /// Reads `jsonPath`; the whole document when it is missing.
  ///
  /// @throws IllegalArgumentException when it is no JSONPath in braces
  static JsonLocation of(Settings settings) {
    String written = settings.text("jsonPath").orElse(WHOLE).strip();
    boolean oneBlock =
        written.startsWith("{")
            && written.endsWith("}")
            && written.indexOf('}') == written.length() - 1;
    if (!oneBlock) {
      throw wrong(settings, written, "it needs one pair of braces around it");
    }
    try {
      return new JsonLocation(
          written, JsonPath.compile(translated(written.substring(1, written.length() - 1))));
    } catch (InvalidPathException invalid) {
      throw wrong(settings, written, String.valueOf(invalid.getMessage()));
    }
  }

  private static IllegalArgumentException wrong(Settings settings, String written, String why) {
    return new IllegalArgumentException(
        "%s is `%s`: %s; give a path such as {$.data.ok}"
            .formatted(settings.at("jsonPath"), written, why));
  }

  private static String translated(String kubernetes) {
    String path = kubernetes.strip().replaceFirst("^@", "\\$");
    String rooted = path.startsWith("$") ? path : "$" + path;
    return ESCAPED
        .matcher(rooted)
        .replaceAll(
            member -> {
              String name = member.group(1).replaceAll("\\\\(.)", "$1");
              return Matcher.quoteReplacement("['" + name.replace("'", "\\'") + "']");
            });
  }

  /// True when the whole document is asked for.
  boolean whole() {
    return path.getPath().equals("$");
  }

  /// The first thing that is found there; empty when there is none. What is found may be null.
  Optional<Found> first(@Nullable Object document) {
    if (document == null || whole()) {
      return whole() ? Optional.of(new Found(document)) : Optional.empty();
    }
    try {
      List<?> all = path.read(document, LISTING);
      return all.isEmpty() ? Optional.empty() : Optional.of(new Found(all.getFirst()));
    } catch (PathNotFoundException _) {
      return Optional.empty();
    }
  }

  /// What was found.
  record Found(@Nullable Object value) {}
}

package dev.serin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every text is there in both languages, with the same places for values, and is used.
class CataloguesTest {
  private static final Pattern ENTRY = Pattern.compile("(?m)^  '([^']+)': (.+),$");
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern USE = Pattern.compile("\\bt\\('([\\w.]+)'");

  private final SortedMap<String, String> english = catalogue("en.js");
  private final SortedMap<String, String> korean = catalogue("ko.js");

  private static SortedMap<String, String> catalogue(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    ENTRY.matcher(read(name)).results().forEach(one -> texts.put(one.group(1), one.group(2)));
    return texts;
  }

  private static String read(String name) {
    try (InputStream in = CataloguesTest.class.getResourceAsStream("/dashboard/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void bothHaveTheSameKeys() {
    assertThat(korean.keySet()).hasSizeGreaterThan(200).isEqualTo(english.keySet());
  }

  @Test
  void bothHaveTheSamePlacesForValues() {
    for (Map.Entry<String, String> text : english.entrySet()) {
      assertThat(places(korean.getOrDefault(text.getKey(), "")))
          .as(text.getKey())
          .isEqualTo(places(text.getValue()));
    }
  }

  private static Set<String> places(String text) {
    return PLACE.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }

  @Test
  void everyTextThatIsAskedForIsThere() throws IOException {
    Set<String> asked = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/dashboard"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".js")).toList()) {
        USE.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(asked::add);
      }
    }
    assertThat(asked)
        .hasSizeGreaterThan(100)
        .allSatisfy(use -> assertThat(english).containsKey(use.substring(3, use.length() - 1)));
  }
}

package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How many vectors of one file passed, failed, or differ on purpose.
final class Score {
  private final String file;
  private final Map<String, String> failures = new LinkedHashMap<>();
  private int passed;
  private int different;

  /// @param file the vector file's path, as differences name it
  Score(String file) {
    this.file = file;
  }

  /// Serin's own answer to a vector that may fall under a deliberate difference.
  ///
  /// @param title of the difference
  /// @param answer what must come out when it is not what the reference gives
  record Ruling(String title, Object answer) {
    Ruling {
      assertThat(Difference.all()).extracting(Difference::title).contains(title);
    }
  }

  /// Compares what vector `id` expects with what came out.
  void compare(String id, Object expected, Object actual) {
    compare(id, expected, actual, null);
  }

  /// Compares as [#compare] does, but takes the answer of a ruling, too. A vector that a difference
  /// lists by its id must have it.
  ///
  /// @param ruling null when the vector falls under no difference's rule
  void compare(String id, Object expected, Object actual, @Nullable Ruling ruling) {
    Optional<String> listed = Difference.of(file, id).map(Difference::title);
    Optional<Object> instead =
        Optional.ofNullable(ruling)
            .filter(r -> listed.orElse(r.title()).equals(r.title()))
            .map(Ruling::answer);
    boolean same = Objects.equals(expected, actual);
    if (same && listed.isEmpty()) {
      passed++;
    } else if (same) {
      failures.put(id, "is listed as a difference but gives the reference's result");
    } else if (instead.filter(actual::equals).isPresent()) {
      different++;
    } else {
      String wanted =
          instead.map(a -> a + ", on purpose instead of " + expected).orElse("" + expected);
      failures.put(id, "expected " + wanted + " but was " + actual);
    }
  }

  /// What is wrong, by the ids of the vectors.
  Map<String, String> failures() {
    return failures;
  }

  /// Prints the score and fails when a vector did.
  void close() {
    System.out.printf(
        "conformance: %s: %d passed, %d failed, %d differ on purpose%s%n",
        file,
        passed,
        failures.size(),
        different,
        failures.isEmpty() ? "" : "; failed: " + String.join(" ", failures.keySet()));
    assertThat(failures).as("vectors of " + file).isEmpty();
    assertThat(passed + different).as("vectors run of " + file).isPositive();
  }
}

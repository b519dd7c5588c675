package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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

  /// Compares what vector `id` expects with what came out. A difference that is listed by its id
  /// must really differ.
  void compare(String id, Object expected, Object actual) {
    compare(id, expected, actual, "");
  }

  /// Compares a vector that may fall under a deliberate difference also when its id is not listed,
  /// as those of another set of vectors do.
  ///
  /// @param title of the difference whose rule the vector falls under; empty for none
  void compare(String id, Object expected, Object actual, String title) {
    boolean same = Objects.equals(expected, actual);
    boolean listed = Difference.of(file, id).isPresent();
    boolean ruled = Difference.all().stream().anyMatch(d -> d.title().equals(title));
    if (same && !listed) {
      passed++;
    } else if (!same && (listed || ruled)) {
      different++;
    } else if (same) {
      failures.put(id, "is listed as a difference but gives the reference's result");
    } else {
      failures.put(id, "expected " + expected + " but was " + actual);
    }
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

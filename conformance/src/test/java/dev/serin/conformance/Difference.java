package dev.serin.conformance;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A place where Serin differs from its reference on purpose.
///
/// @param title what differs, in a few words
/// @param reference what the other does
/// @param serin what Serin does
/// @param reason why a user wants it so
/// @param vectors the ids of the vectors that expect the reference's behaviour, by file
record Difference(
    String title,
    String reference,
    String serin,
    String reason,
    Map<String, List<String>> vectors) {

  /// All of them, from `differences.json`.
  static List<Difference> all() {
    try (InputStream file =
        Objects.requireNonNull(Difference.class.getResourceAsStream("/differences.json"))) {
      return Vectors.JSON.readValue(file, new TypeReference<List<Difference>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The difference that explains vector `id` of `file`.
  static Optional<Difference> of(String file, String id) {
    return all().stream()
        .filter(d -> d.vectors().getOrDefault(file, List.of()).contains(id))
        .findFirst();
  }
}

package dev.serin.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Answers of the database that are good for a moment, so that a busy caller does not ask it with
/// every request. What another node or command revokes is believed for that moment longer.
final class Remembered<T> {
  static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Map<String, Answer<T>> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer<T>> eldest) {
          return size() > MOST;
        }
      };

  private final InstantSource clock;

  Remembered(InstantSource clock) {
    this.clock = clock;
  }

  private record Answer<T>(T value, Instant until) {}

  /// What is remembered, or else found; what is not found is not remembered.
  Optional<T> find(String key, Function<String, Optional<T>> search) {
    Optional<T> known = known(key);
    if (known.isPresent()) {
      return known;
    }
    Optional<T> found = search.apply(key);
    found.ifPresent(value -> keep(key, value));
    return found;
  }

  synchronized Optional<T> known(String key) {
    return Optional.ofNullable(answers.get(key))
        .filter(answer -> clock.instant().isBefore(answer.until()))
        .map(Answer::value);
  }

  private synchronized void keep(String key, T value) {
    answers.remove(key);
    answers.put(key, new Answer<>(value, clock.instant().plus(MOMENT)));
  }

  synchronized void forget() {
    answers.clear();
  }
}

package dev.serin.core.analysis;

import dev.serin.core.analysis.Argument.Origin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Takes secrets out of what is shown or stored, as they are and as they stand in a URL.
final class Redaction {
  private static final String MASK = "*****";

  private final List<String> hidden;

  private Redaction(List<String> secrets) {
    // the longest first, because one secret may hold another
    hidden =
        secrets.stream()
            .filter(secret -> !secret.isEmpty())
            .flatMap(s -> Stream.of(s, URLEncoder.encode(s, StandardCharsets.UTF_8)))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /// Arguments with the values of their secrets, and what takes these out again.
  record Read(List<Argument> args, Redaction redaction) {}

  /// Reads each secret that `args` refer to, for a rollout in `namespace`; fails when one is not
  /// there.
  static Checked<Read> read(List<Argument> args, Secrets secrets, String namespace) {
    List<Argument> known = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Argument arg : args) {
      if (!(arg.from() instanceof Origin.Secret(String name, String key))) {
        known.add(arg);
        continue;
      }
      Optional<String> value = secrets.read(namespace, name, key);
      if (value.isEmpty()) {
        return new Checked.Invalid<>("key '%s' does not exist in secret '%s'".formatted(key, name));
      }
      known.add(Argument.of(arg.name(), value.get()));
      values.add(value.get());
    }
    return new Checked.Valid<>(new Read(List.copyOf(known), new Redaction(values)));
  }

  String apply(String text) {
    String redacted = text;
    for (String secret : hidden) {
      redacted = redacted.replace(secret, MASK);
    }
    return redacted;
  }

  Map<String, String> apply(Map<String, String> texts) {
    Map<String, String> redacted = new HashMap<>();
    texts.forEach((key, text) -> redacted.put(apply(key), apply(text)));
    return redacted;
  }

  Measurement apply(Measurement m) {
    return new Measurement(
        m.phase(),
        apply(m.value()),
        apply(m.message()),
        m.startedAt(),
        m.finishedAt(),
        m.resumeAt(),
        apply(m.metadata()));
  }
}

package dev.serin.routers.nginx;

import dev.serin.core.rollout.RolloutId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The names of one rollout's things in a configuration of nginx. No two rollouts share one.
///
/// @param key for files and upstreams, `namespace.name`; a namespace holds no dot, so the first one
///     ends it
/// @param mark for variables: nginx' table of them takes short names only
record Names(RolloutId rollout, String key, String mark) {
  private static final int MARK = 8;

  /// @throws IllegalArgumentException when the rollout's name can not stand in a configuration
  static Names of(RolloutId rollout) {
    if (!rollout.namespace().matches("[A-Za-z0-9_-]{1,63}")) {
      throw unusable("namespace", rollout.namespace(), "letters, digits, - and _");
    }
    if (!rollout.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw unusable("name", rollout.name(), "letters, digits, -, _ and .");
    }
    String key = rollout.namespace() + "." + rollout.name();
    return new Names(rollout, key, hash(key).substring(0, MARK));
  }

  private static IllegalArgumentException unusable(String part, String text, String right) {
    return new IllegalArgumentException(
        "nginx can not serve a rollout whose %s is \"%s\": it may hold %s"
            .formatted(part, shown(text), right));
  }

  /// A text as it can stand in a message.
  static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /// The name of a variable, with its dollar.
  String variable(String what) {
    return "$serin_" + mark + "_" + what;
  }

  /// The name of the first or second pool, 1 or 2, or of what stands for the number.
  String upstream(String number) {
    return "serin." + key.toLowerCase(Locale.ROOT) + "-" + mark + "." + number;
  }

  /// Sixteen hexadecimal digits that stand for a text.
  static String hash(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

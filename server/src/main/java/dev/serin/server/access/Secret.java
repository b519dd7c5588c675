package dev.serin.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Random texts that nobody guesses, and what is kept instead of them.
final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private Secret() {}

  /// 256 random bits as 43 letters, digits, `-` and `_`.
  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return text(bytes);
  }

  /// What is stored of a random text: SHA-256 in hexadecimal. Guessing is hopeless already, so that
  /// no slow hash is needed.
  static String hash(String secret) {
    return HexFormat.of().formatHex(digest(secret));
  }

  /// Another secret that only who has the first can know, for one purpose.
  static String derived(String purpose, String secret) {
    return text(digest(purpose + ":" + secret));
  }

  /// True when both are equal; takes as long when they are not.
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

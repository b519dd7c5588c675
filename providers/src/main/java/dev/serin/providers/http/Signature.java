package dev.serin.providers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The header fields by which a receiver knows that a request is Serin's, that nobody changed it,
/// and whether it came before: those of Standard Webhooks 1.0, for which there are libraries.
public final class Signature {
  private static final String PREFIX = "whsec_";

  private Signature() {}

  /// The fields of a request.
  ///
  /// @param id the same for each try
  /// @param at when it is sent: receivers refuse what is old
  /// @param secret empty for no signature; a text, or `whsec_` and bytes in Base64
  public static List<Header> of(String id, Instant at, String body, String secret) {
    String seconds = Long.toString(at.getEpochSecond());
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("webhook-id", id));
    headers.add(new Header("webhook-timestamp", seconds));
    if (!secret.isEmpty()) {
      headers.add(
          new Header("webhook-signature", "v1," + sign(id + "." + seconds + "." + body, secret)));
    }
    return headers;
  }

  private static String sign(String text, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// @throws IllegalArgumentException when it begins with `whsec_` and goes on with something else
  ///     than Base64
  private static byte[] key(String secret) {
    if (!secret.startsWith(PREFIX)) {
      return secret.getBytes(UTF_8);
    }
    try {
      return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a secret that begins with whsec_ must go on in Base64", e);
    }
  }
}

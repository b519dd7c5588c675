package dev.serin.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what requests say beside their bodies. What can not be read ends the request with a
/// problem of status 400 that names it.
public final class Parameters {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)?");
  private static final Pattern ENTITY_TAG =
      Pattern.compile("(?:W/)?\"([0-9]{1,18})(?:-[0-9a-f]+)?\"");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private Parameters() {}

  /// A text; empty when the request has none.
  public static String text(Context request, String name) {
    String value = request.queryParam(name);
    return value == null ? "" : value.strip();
  }

  /// Which whole numbers are fine.
  public record Range(long least, long most) {
    /// From 0 on.
    public static final Range NATURAL = new Range(0, Long.MAX_VALUE);
  }

  /// A whole number.
  ///
  /// @param otherwise what it is when the request has none
  public static long number(Context request, String name, Range range, long otherwise) {
    String value = text(request, name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= range.least() && number <= range.most()) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The message below is for both.
    }
    throw wrong(name, value, "a whole number from " + range.least() + " to " + range.most());
  }

  /// How many items a page shall have, 1 to `most`.
  public static int limit(Context request, int most, int otherwise) {
    return (int) number(request, "limit", new Range(1, most), otherwise);
  }

  /// Yes or no: `true`, `false`, or the name alone, which means yes.
  public static boolean flag(Context request, String name) {
    String value = request.queryParam(name);
    if (value == null) {
      return false;
    }
    return switch (value) {
      case "", "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, value, "true or false");
    };
  }

  /// A time such as `60s`, `5m` or `250ms`; a bare number is of seconds.
  public static Duration duration(Context request, String name, Duration otherwise) {
    String value = text(request, name);
    if (value.isEmpty()) {
      return otherwise;
    }
    Matcher form = DURATION.matcher(value);
    if (!form.matches()) {
      throw wrong(name, value, "a time such as 60s, 5m or 250ms");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case null, default -> Duration.ofSeconds(number);
    };
  }

  /// Where a page begins, from what an earlier page gave out; empty for the first page.
  public static Optional<String> cursor(Context request) {
    String value = text(request, "after");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(value);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      throw wrong("after", value, "the `next` of an earlier page");
    }
  }

  /// A cursor that [#cursor] reads.
  public static String cursor(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /// The version that the header `If-Match` names; empty when it names none, or any.
  public static OptionalLong expectedVersion(Context request) {
    String value = request.header("If-Match");
    if (value == null || value.equals("*")) {
      return OptionalLong.empty();
    }
    Matcher form = ENTITY_TAG.matcher(value);
    if (!form.matches()) {
      throw wrong("If-Match", value, "one entity tag as this server gives them, such as \"12\"");
    }
    return OptionalLong.of(Long.parseLong(form.group(1)));
  }

  /// What names this asking, so that it is done only once however often it is sent; null for
  /// nothing.
  public static @Nullable String idempotencyKey(Context request) {
    String value = request.header("Idempotency-Key");
    if (value != null && !KEY.matcher(value).matches()) {
      throw wrong("Idempotency-Key", value, "1 to 200 visible ASCII characters");
    }
    return value;
  }

  /// Answers with what is told of a version, or with 304 when the client has exactly that. The
  /// entity tag begins with the version, for [#expectedVersion], and changes whenever the answer
  /// does.
  public static void answer(Context request, long version, Object told) {
    String text = Json.text(told);
    String tag = "\"" + version + "-" + hash(text) + "\"";
    request.header("ETag", tag);
    if (has(request, tag)) {
      request.status(304);
    } else {
      request.json(told);
    }
  }

  private static String hash(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean has(Context request, String tag) {
    String held = request.header("If-None-Match");
    return held != null
        && Stream.of(held.split(","))
            .map(one -> one.strip().replaceFirst("^W/", ""))
            .anyMatch(tag::equals);
  }

  /// A parameter that can not be read.
  ///
  /// @param wanted in words, such as `true or false`
  public static ProblemException wrong(String name, String value, String wanted) {
    return Problem.of(
            400,
            "bad-parameter",
            "`" + name + "` must be " + wanted + ", but is `" + shortened(value) + "`")
        .with("parameter", name)
        .exception();
  }

  private static String shortened(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "...";
  }
}

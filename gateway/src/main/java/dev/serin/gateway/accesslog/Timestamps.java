package dev.serin.gateway.accesslog;

import dev.serin.gateway.message.Ascii;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// The time of day in UTC as bytes. What is the same for a whole second is made once.
final class Timestamps {
  private static final int SECOND = 1000;

  private final LongSupplier clock;
  private final DateTimeFormatter format;
  private final boolean withMillis;
  private long second = Long.MIN_VALUE;
  private byte[] text = new byte[0];

  private Timestamps(LongSupplier clock, DateTimeFormatter format, boolean withMillis) {
    this.clock = clock;
    this.format = format.withLocale(Locale.ROOT).withZone(ZoneOffset.UTC);
    this.withMillis = withMillis;
  }

  /// As `2026-11-23T12:11:49.123Z` (RFC 3339).
  ///
  /// @param clock milliseconds since 1970
  static Timestamps rfc3339(LongSupplier clock) {
    return new Timestamps(clock, DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss."), true);
  }

  /// As `23/Nov/2026:12:11:49 +0000`.
  ///
  /// @param clock milliseconds since 1970
  static Timestamps common(LongSupplier clock) {
    return new Timestamps(
        clock, DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss +0000", Locale.ENGLISH), false);
  }

  void put(Line line) {
    long now = clock.getAsLong();
    long asked = Math.floorDiv(now, SECOND);
    if (asked != second) {
      second = asked;
      text = Ascii.bytes(format.format(Instant.ofEpochSecond(asked)));
    }
    line.put(text);
    if (withMillis) {
      int millis = Math.floorMod(now, SECOND);
      line.put('0' + millis / 100).put('0' + millis / 10 % 10).put('0' + millis % 10).put('Z');
    }
  }
}

package dev.serin.cli.view;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers as people read them.
public final class Figures {
  private static final String NONE = "-";

  private Figures() {}

  /// A time: `12s`, `4m 12s`, `2h 5m`.
  public static String time(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m " + seconds % 60 + "s";
    }
    long minutes = seconds / 60;
    return minutes / 60 + "h " + minutes % 60 + "m";
  }

  /// What is left of a time, rounded up, so that it never reads zero before it is over.
  public static String left(Duration duration) {
    return time(duration.plusMillis(999));
  }

  /// A latency: `0.42ms`, `3.1ms`, `250ms`, `1.2s`.
  public static String latency(@Nullable Duration latency) {
    if (latency == null) {
      return NONE;
    }
    double millis = latency.toNanos() / 1e6;
    if (millis < 1) {
      return decimal("%.2fms", millis);
    }
    if (millis < 100) {
      return decimal("%.1fms", millis);
    }
    return millis < 1000 ? decimal("%.0fms", millis) : decimal("%.1fs", millis / 1000);
  }

  /// A rate of requests per second.
  public static String rate(double perSecond) {
    return decimal(perSecond < 100 ? "%.1f" : "%.0f", perSecond);
  }

  /// A share in percent; `-` when there is none.
  public static String share(double share) {
    return Double.isNaN(share) ? NONE : decimal("%.2f%%", share * 100);
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

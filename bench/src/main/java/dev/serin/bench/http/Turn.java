package dev.serin.bench.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one proxy did in one round.
///
/// @param requests that were answered
/// @param micros of processor time for a request
/// @param perSecond requests
/// @param median latency in milliseconds
/// @param tail the latency in milliseconds that 99 of 100 requests did not exceed
/// @param mebibytes of memory at the end
/// @param errors answers that are no 2xx or 3xx, and broken connections
public record Turn(
    long requests,
    double micros,
    double perSecond,
    double median,
    double tail,
    double mebibytes,
    long errors) {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(ms|s|m)");
  private static final Pattern QUANTILE = Pattern.compile("(50|99)%\\s+([\\d.]+)(us|ms|s|m)");
  private static final Pattern UNWANTED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern BROKEN =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  /// How many requests there were, and how many of them failed.
  public record Count(long requests, long errors) {
    /// As `wrk` tells them.
    static Count of(String text) {
      Matcher requests = REQUESTS.matcher(text);
      if (!requests.find()) {
        throw new IllegalStateException("wrk says nothing of requests: " + text);
      }
      return new Count(Long.parseLong(requests.group(1)), Turn.errors(text));
    }
  }

  /// Loads a proxy by `wrk` and looks at what it took.
  ///
  /// @param command the `wrk` to run
  public static Turn take(Program proxy, List<String> command) throws IOException {
    long before = proxy.processorNanos();
    String text = output(command);
    long nanos = proxy.processorNanos() - before;
    Matcher requests = REQUESTS.matcher(text);
    if (!requests.find()) {
      throw new IllegalStateException("wrk says nothing of requests: " + text);
    }
    long count = Long.parseLong(requests.group(1));
    return new Turn(
        count,
        nanos / 1000.0 / count,
        count / (millis(requests.group(2), requests.group(3)) / 1000),
        quantile(text, "50"),
        quantile(text, "99"),
        proxy.residentMebibytes(),
        errors(text));
  }

  /// All of it on one line.
  public String line() {
    return "%6.2f us %7.0f/s  p50 %6.2f ms  p99 %6.2f ms  errors %d"
        .formatted(micros, perSecond, median, tail, errors);
  }

  private static String output(List<String> command) throws IOException {
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return new String(
          wrk.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } finally {
      wrk.destroy();
    }
  }

  private static double quantile(String text, String share) {
    Matcher line = QUANTILE.matcher(text);
    while (line.find()) {
      if (line.group(1).equals(share)) {
        return millis(line.group(2), line.group(3));
      }
    }
    return Double.NaN;
  }

  private static double millis(String number, String unit) {
    double value = Double.parseDouble(number);
    return switch (unit) {
      case "us" -> value / 1000;
      case "ms" -> value;
      case "s" -> value * 1000;
      default -> value * TimeUnit.MINUTES.toMillis(1);
    };
  }

  private static long errors(String text) {
    long errors = 0;
    Matcher unwanted = UNWANTED.matcher(text);
    if (unwanted.find()) {
      errors += Long.parseLong(unwanted.group(1));
    }
    Matcher broken = BROKEN.matcher(text);
    if (broken.find()) {
      for (int i = 1; i <= broken.groupCount(); i++) {
        errors += Long.parseLong(broken.group(i));
      }
    }
    return errors;
  }
}

package dev.serin.routers.log;

import java.util.Optional;

/// One line of an access log in the form that Serin writes into a router's configuration: a mark,
/// then fields with a space between them.
///
/// ```
/// serin/nginx   ROLLOUT POOL STATUS REQUEST_SECONDS UPSTREAM_SECONDS
/// serin/haproxy ROLLOUT POOL STATUS RESPONSE_MILLIS TOTAL_MILLIS TERMINATION
/// ```
/// Whatever stands before the mark is the header of syslog, in any of its forms.
public final class LogLine {
  /// The mark of nginx' lines.
  public static final String NGINX = "serin/nginx";

  /// The mark of HAProxy's lines.
  public static final String HAPROXY = "serin/haproxy";

  /// The status that nginx gives a request whose client gave up.
  private static final int CLIENT_CLOSED = 499;

  private LogLine() {}

  /// Reads a message.
  ///
  /// @return empty when it is none of Serin's lines, or a malformed one
  public static Optional<RequestRecord> read(String message) {
    int nginx = message.indexOf(NGINX + " ");
    if (nginx >= 0) {
      return nginx(message.substring(nginx + NGINX.length() + 1).strip().split(" ", 5));
    }
    int haproxy = message.indexOf(HAPROXY + " ");
    return haproxy < 0
        ? Optional.empty()
        : haproxy(message.substring(haproxy + HAPROXY.length() + 1).strip().split(" ", 6));
  }

  private static Optional<RequestRecord> nginx(String[] fields) {
    if (fields.length < 5 || !isStatus(fields[2])) {
      return Optional.empty();
    }
    int status = Integer.parseInt(fields[2]);
    long upstream = sumOfSeconds(fields[4]);
    long micros = upstream >= 0 ? upstream : seconds(fields[3]);
    return micros < 0
        ? Optional.empty()
        : Optional.of(
            new RequestRecord(fields[0], fields[1], status, micros, status == CLIENT_CLOSED));
  }

  /// `0.010`, `0.010, 0.020` for two servers in turn, or `-` for none.
  ///
  /// @return microseconds; -1 when there is no number
  private static long sumOfSeconds(String text) {
    long sum = -1;
    for (String part : text.split("[,: ]+", -1)) {
      long one = seconds(part);
      if (one >= 0) {
        sum = Math.max(0, sum) + one;
      }
    }
    return sum;
  }

  private static long seconds(String text) {
    if (!text.matches("[0-9]{1,9}\\.[0-9]{3}")) {
      return -1;
    }
    return Long.parseLong(text.replace(".", "")) * 1000;
  }

  private static Optional<RequestRecord> haproxy(String[] fields) {
    boolean formed =
        fields.length == 6
            && isStatus(fields[2])
            && fields[3].matches("-1|[0-9]{1,9}")
            && fields[4].matches("[0-9]{1,9}");
    if (!formed) {
      return Optional.empty();
    }
    long response = Long.parseLong(fields[3]);
    long millis = response < 0 ? Long.parseLong(fields[4]) : response;
    boolean aborted = fields[5].startsWith("C");
    int status = Integer.parseInt(fields[2]);
    return Optional.of(new RequestRecord(fields[0], fields[1], status, millis * 1000, aborted));
  }

  private static boolean isStatus(String text) {
    return text.matches("[1-5][0-9]{2}");
  }
}

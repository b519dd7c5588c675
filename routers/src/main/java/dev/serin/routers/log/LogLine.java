package dev.serin.routers.log;

import dev.serin.core.rollout.RolloutId;
import java.util.Optional;

/// One line of an access log in the form that Serin writes into a router's configuration: a mark,
/// then fields with a space between them.
///
/// ```
/// serin/nginx   NAMESPACE/NAME POOL STATUS REQUEST_SECONDS ONE_IN UPSTREAM_SECONDS...
/// serin/haproxy NAMESPACE/NAME POOL STATUS RESPONSE_MILLIS TOTAL_MILLIS ONE_IN TERMINATION
/// ```
/// Whatever stands before the mark is the header of syslog, in any of its forms.
public final class LogLine {
  /// The mark of nginx' lines.
  public static final String NGINX = "serin/nginx";

  /// The mark of HAProxy's lines.
  public static final String HAPROXY = "serin/haproxy";

  /// The largest ONE_IN: one request in a million.
  public static final int RAREST = 1_000_000;

  /// The status that nginx gives a request whose client gave up.
  private static final int CLIENT_CLOSED = 499;

  private static final int FIRST_STATUS = 100;
  private static final int LAST_STATUS = 599;
  private static final int FIRST_FAILURE = 500;
  private static final int BROKEN_OFF = 502;
  private static final int TOO_LATE = 504;
  private static final int MOST_DIGITS = 9;
  private static final int NGINX_FIELDS = 6;
  private static final int HAPROXY_FIELDS = 7;

  private LogLine() {}

  /// Reads a message.
  ///
  /// @return empty when it is none of Serin's lines, or a malformed one
  public static Optional<RequestRecord> read(String message) {
    int nginx = message.indexOf(NGINX + " ");
    if (nginx >= 0) {
      return nginx(fields(message.substring(nginx + NGINX.length() + 1), NGINX_FIELDS));
    }
    int haproxy = message.indexOf(HAPROXY + " ");
    return haproxy < 0
        ? Optional.empty()
        : haproxy(fields(message.substring(haproxy + HAPROXY.length() + 1), HAPROXY_FIELDS));
  }

  private static String[] fields(String text, int most) {
    return text.strip().split(" ", most);
  }

  private static Optional<RequestRecord> nginx(String[] fields) {
    if (fields.length < NGINX_FIELDS) {
      return Optional.empty();
    }
    // nginx writes 000 when it gave up a request before there was a status: its client was gone.
    int status = fields[2].equals("000") ? CLIENT_CLOSED : (int) number(fields[2]);
    long upstream = sumOfSeconds(fields[5]);
    long micros = upstream >= 0 ? upstream : seconds(fields[3]);
    return record(fields, fields[4], new Outcome(status, micros, status == CLIENT_CLOSED));
  }

  private record Outcome(int status, long micros, boolean aborted) {}

  private static Optional<RequestRecord> record(String[] fields, String oneIn, Outcome outcome) {
    long times = number(oneIn);
    int slash = fields[0].indexOf('/');
    boolean formed =
        slash > 0
            && slash < fields[0].length() - 1
            && outcome.status >= FIRST_STATUS
            && outcome.status <= LAST_STATUS
            && outcome.micros >= 0
            && times >= 1
            && times <= RAREST;
    if (!formed) {
      return Optional.empty();
    }
    String namespace = fields[0].substring(0, slash);
    String name = fields[0].substring(slash + 1);
    if (namespace.isBlank() || name.isBlank()) {
      return Optional.empty();
    }
    RolloutId rollout = new RolloutId(namespace, name);
    return Optional.of(
        new RequestRecord(
            rollout, fields[1], outcome.status, outcome.micros, outcome.aborted, (int) times));
  }

  /// `0.010`, `0.010, 0.020` for two servers in turn, or `-` for none.
  ///
  /// @return microseconds; -1 when there is no number
  private static long sumOfSeconds(String text) {
    long sum = -1;
    for (String part : text.replace(',', ' ').replace(':', ' ').split(" ", -1)) {
      long one = seconds(part);
      if (one >= 0) {
        sum = Math.max(0, sum) + one;
      }
    }
    return sum;
  }

  /// Microseconds of `12.345`; -1 when it is none.
  private static long seconds(String text) {
    int point = text.indexOf('.');
    if (point < 0 || text.length() - point != 4) {
      return -1;
    }
    long whole = number(text.substring(0, point));
    long millis = number(text.substring(point + 1));
    return whole < 0 || millis < 0 ? -1 : (whole * 1000 + millis) * 1000;
  }

  /// A whole number of at most nine digits; -1 when it is none.
  private static long number(String text) {
    if (text.isEmpty() || text.length() > MOST_DIGITS) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(text);
  }

  private static Optional<RequestRecord> haproxy(String[] fields) {
    if (fields.length < HAPROXY_FIELDS || fields[6].isEmpty()) {
      return Optional.empty();
    }
    long response = number(fields[3]);
    long total = number(fields[4]);
    boolean told = total >= 0 && (response >= 0 || fields[3].equals("-1"));
    long millis = response < 0 ? total : response;
    char cause = fields[6].charAt(0);
    boolean aborted = cause == 'C' || cause == 'c';
    boolean silent = fields[2].equals("-1") || fields[2].equals("0");
    int status = silent ? (aborted ? CLIENT_CLOSED : BROKEN_OFF) : (int) number(fields[2]);
    long micros = told ? millis * 1000 : -1;
    return record(fields, fields[5], new Outcome(served(status, cause), micros, aborted));
  }

  /// The status line may be out when a server breaks off: what its client got is no success.
  private static int served(int status, char cause) {
    if (status < FIRST_STATUS || status >= FIRST_FAILURE) {
      return status;
    }
    return switch (cause) {
      case 'S', 'D' -> BROKEN_OFF;
      case 's' -> TOO_LATE;
      default -> status;
    };
  }
}

package dev.serin.routers.log;

import dev.serin.core.rollout.RolloutId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of an access log in the form that Serin writes into a router's configuration: a mark,
/// then fields with a space between them.
///
/// ```
/// serin/nginx   NAMESPACE/NAME POOL STATUS REQUEST_SECONDS ONE_IN UPSTREAM_SECONDS...
/// serin/haproxy NAMESPACE/NAME POOL STATUS RESPONSE_MILLIS TOTAL_MILLIS ONE_IN TERMINATION
/// ```
/// A mark counts at its own place only, because clients can write into what follows. nginx' line is
/// the whole message, directly behind the header of syslog, whose tag is `serin`; it holds no text
/// of clients. HAProxy's is the structured data of RFC 5424, in front of the user's own
/// line, which may hold what clients sent.
public final class LogLine {
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

  private static final String NOBODY = "-";

  /// Priority, version, time, host, program, process and message's kind.
  private static final String MODERN = "<[0-9]{1,3}>1 \\S+ \\S+ %s \\S+ \\S+ ";

  private static final Pattern NGINX =
      Pattern.compile(
          "(?:<[0-9]{1,3}>)?(?:[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} (?:[^\\s:]+ )?serin: )?"
              + "serin/nginx (.*)",
          Pattern.DOTALL);
  private static final Pattern RELAYED_NGINX =
      Pattern.compile(MODERN.formatted("serin") + "- serin/nginx (.*)", Pattern.DOTALL);
  private static final Pattern HAPROXY =
      Pattern.compile(
          MODERN.formatted("\\S+") + "\\[serin@32473 log=\"serin/haproxy ([^\"\\\\\\]]*)\"\\].*",
          Pattern.DOTALL);
  private static final Pattern NOTICE =
      Pattern.compile(MODERN.formatted("\\S+") + "- .*", Pattern.DOTALL);

  private LogLine() {}

  /// What a message is.
  public sealed interface Reading {
    /// It tells of a request to one of a rollout's pools.
    record OfPool(RequestRecord request) implements Reading {}

    /// It tells of a request that went to no pool.
    record OfNone() implements Reading {}

    /// What a balancer says of itself, such as that it stopped.
    record Notice() implements Reading {}

    /// It is none of Serin's lines, or a damaged one.
    record Malformed() implements Reading {}
  }

  /// Reads a message.
  public static Reading read(String message) {
    Matcher haproxy = HAPROXY.matcher(message);
    if (haproxy.matches()) {
      return haproxy(fields(haproxy.group(1), HAPROXY_FIELDS));
    }
    for (Pattern form : List.of(NGINX, RELAYED_NGINX)) {
      Matcher nginx = form.matcher(message);
      if (nginx.matches()) {
        return nginx(fields(nginx.group(1), NGINX_FIELDS));
      }
    }
    return NOTICE.matcher(message).matches() ? new Reading.Notice() : new Reading.Malformed();
  }

  private static String[] fields(String text, int most) {
    return text.strip().split(" ", most);
  }

  private static boolean ofNone(String[] fields) {
    return fields[0].equals(NOBODY) || fields[1].equals(NOBODY);
  }

  private static Reading nginx(String[] fields) {
    if (fields.length < NGINX_FIELDS) {
      return new Reading.Malformed();
    }
    if (ofNone(fields)) {
      return new Reading.OfNone();
    }
    // nginx writes 000 when it gave up a request before there was a status: its client was gone.
    int status = fields[2].equals("000") ? CLIENT_CLOSED : (int) number(fields[2]);
    long upstream = sumOfSeconds(fields[5]);
    long micros = upstream >= 0 ? upstream : seconds(fields[3]);
    Outcome outcome = new Outcome(LogSource.NGINX, status, micros, status == CLIENT_CLOSED);
    return record(fields, fields[4], outcome);
  }

  private record Outcome(LogSource source, int status, long micros, boolean aborted) {}

  private static Reading record(String[] fields, String oneIn, Outcome outcome) {
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
      return new Reading.Malformed();
    }
    String namespace = fields[0].substring(0, slash);
    String name = fields[0].substring(slash + 1);
    if (namespace.isBlank() || name.isBlank()) {
      return new Reading.Malformed();
    }
    return new Reading.OfPool(
        new RequestRecord(
            outcome.source,
            new RolloutId(namespace, name),
            fields[1],
            outcome.status,
            outcome.micros,
            outcome.aborted,
            (int) times));
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

  private static Reading haproxy(String[] fields) {
    if (fields.length < HAPROXY_FIELDS || fields[6].isEmpty()) {
      return new Reading.Malformed();
    }
    if (ofNone(fields)) {
      return new Reading.OfNone();
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
    return record(
        fields, fields[5], new Outcome(LogSource.HAPROXY, served(status, cause), micros, aborted));
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

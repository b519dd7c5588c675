package dev.serin.gateway.settings;

import dev.serin.gateway.message.Bounds;

/// How much a message, a client and all clients together may take.
///
/// @param headBytes of a head, with its first line: 1 KiB to 1 MiB
/// @param headers the lines of a head, 1 to 10 000
/// @param bodyBytes of a request's body; `Long.MAX_VALUE` for any
/// @param connections of all clients at once, 1 or more; one more waits until another ends
/// @param connectionsPerClient of one address (in IPv6: of one /64 network) at once, 1 or more; one
///     more is closed. A trusted proxy may have any number
/// @param streams of one HTTP/2 connection at once, 1 or more
/// @param bytesPerSecond what a request's body must bring at least, over any [Timeouts#response()];
///     0 for any
public record Limits(
    int headBytes,
    int headers,
    long bodyBytes,
    int connections,
    int connectionsPerClient,
    int streams,
    int bytesPerSecond) {
  /// 32 KiB and 100 lines of head, bodies of any size, 20 000 connections with no limit for one
  /// client, 100 streams, 100 bytes per second.
  public static final Limits DEFAULT =
      new Limits(32 * 1024, 100, Long.MAX_VALUE, 20_000, 20_000, 100, 100);

  private static final int LARGEST_HEAD = 1024 * 1024;
  private static final int MOST_HEADERS = 10_000;

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException when one is outside what it may be
  public Limits {
    require("headBytes", headBytes, 1024, LARGEST_HEAD);
    require("headers", headers, 1, MOST_HEADERS);
    require("bodyBytes", bodyBytes, 0, Long.MAX_VALUE);
    require("connections", connections, 1, Integer.MAX_VALUE);
    require("connectionsPerClient", connectionsPerClient, 1, Integer.MAX_VALUE);
    require("streams", streams, 1, Integer.MAX_VALUE);
    require("bytesPerSecond", bytesPerSecond, 0, Integer.MAX_VALUE);
  }

  /// How large a request may be.
  public Bounds request() {
    return new Bounds(headBytes, headers, bodyBytes);
  }

  /// How large a response may be: its body is bounded by nothing but its client's patience.
  public Bounds response() {
    return new Bounds(headBytes, headers, Long.MAX_VALUE);
  }

  private static void require(String name, long number, long least, long most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "limit %s must be %d to %d, but is %d".formatted(name, least, most, number));
    }
  }
}

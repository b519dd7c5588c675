package dev.serin.gateway.settings;

import java.time.Duration;

/// How long the gateway waits for others.
///
/// @param connect for a connection to an endpoint
/// @param head for the rest of a request's head, once its first byte came
/// @param idle for the next request on a client's connection
/// @param response for the next byte of whoever has to send one: the backend its response, the
///     client the body of its request or its readiness to read
/// @param tunnel for the next byte of either side once the protocol was changed, as WebSocket does
/// @param drain for requests in flight when the gateway closes; tunnels are ended at once
/// @param handover for requests and tunnels of a revision that gets no more traffic, or of an
///     endpoint that was taken away; then they are cut
public record Timeouts(
    Duration connect,
    Duration head,
    Duration idle,
    Duration response,
    Duration tunnel,
    Duration drain,
    Duration handover) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /// 2 s to connect, 10 s for a head, 60 s idle, 60 s for a response, 10 min for a tunnel, 10 s to
  /// drain, 30 s for a handover.
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException when one is not in 1 ms to 24 h (`drain` and `handover`: 0 to
  ///     24 h)
  public Timeouts {
    require("connect", connect, 1);
    require("head", head, 1);
    require("idle", idle, 1);
    require("response", response, 1);
    require("tunnel", tunnel, 1);
    require("drain", drain, 0);
    require("handover", handover, 0);
  }

  /// The same but for how long what is on its way may go on when its revision gets no more.
  public Timeouts withHandover(Duration time) {
    return new Timeouts(connect, head, idle, response, tunnel, drain, time);
  }

  private static void require(String name, Duration time, long leastMillis) {
    if (time.compareTo(Duration.ofMillis(leastMillis)) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout " + name + " must be " + leastMillis + "ms to 24h, but is " + time);
    }
  }
}

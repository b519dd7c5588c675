package dev.serin.routers.log;

import dev.serin.core.rollout.RolloutId;

/// What became of one request, as a router's access log tells it.
///
/// @param source what wrote it
/// @param rollout whose configuration wrote it
/// @param pool the pool of servers that it was sent to
/// @param status what the client got, 100 to 599; 502 and 504 where the servers broke off or were
///     late though the status line was out already
/// @param micros how long the servers took
/// @param aborted true when the client gave up before it had the whole answer
/// @param oneIn of so many requests of its pool one is logged, by chance: 1 when each is
public record RequestRecord(
    LogSource source,
    RolloutId rollout,
    String pool,
    int status,
    long micros,
    boolean aborted,
    int oneIn) {}

package dev.serin.routers.log;

/// What became of one request, as a router's access log tells it.
///
/// @param rollout the name that the router's configuration has for the rollout
/// @param pool the pool of servers that it was sent to
/// @param status what the client got, 100 to 599
/// @param micros how long the servers took
/// @param aborted true when the client gave up before it had the whole answer
public record RequestRecord(
    String rollout, String pool, int status, long micros, boolean aborted) {}

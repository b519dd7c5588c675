package dev.serin.routers.haproxy;

/// How HAProxy is steered.
enum Mechanism {
  /// A map that lines in the frontend look into: 1 ppm, sticky by hash, routes by header.
  MAP,
  /// The weights of servers in a backend that people have already.
  WEIGHTS
}

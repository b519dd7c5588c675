package dev.serin.routers.haproxy;

/// What a server is told: its weight, and whether it serves at all.
///
/// @param weight 0 to 256
/// @param state `ready`, `drain` or `maint`
record Setting(int weight, String state) {
  /// It serves.
  static final String READY = "ready";

  /// It does not, and clients that stick to it have to go elsewhere.
  static final String MAINTENANCE = "maint";

  /// A server that serves by its weight. At weight 0 it is in maintenance, because clients with a
  /// cookie would stay with it otherwise.
  static Setting of(int weight) {
    return new Setting(weight, weight == 0 ? MAINTENANCE : READY);
  }

  /// As the server is now.
  static Setting of(Server server) {
    String state = server.inMaintenance() ? MAINTENANCE : server.drained() ? "drain" : READY;
    return new Setting(server.weight(), state);
  }
}

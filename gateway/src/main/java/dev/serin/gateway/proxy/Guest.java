package dev.serin.gateway.proxy;

/// A client's connection as its lane sees it.
public interface Guest {
  /// Its place in the lane's list.
  int seat();

  /// Takes another place.
  void seat(int place);

  /// Looks whether somebody kept the others waiting for too long.
  ///
  /// @param now of the monotonic clock
  void sweep(long now);

  /// Ends it once it carries no request.
  void drain();
}

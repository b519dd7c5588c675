package dev.serin.routers.log;

import java.util.Arrays;

/// A kind of balancer that writes a log for Serin.
public enum LogSource {
  /// nginx.
  NGINX("serin/nginx", "nginx"),
  /// HAProxy.
  HAPROXY("serin/haproxy", "HAProxy");

  private final String mark;
  private final String known;

  LogSource(String mark, String known) {
    this.mark = mark;
    this.known = known;
  }

  /// The one whose lines begin with this mark, which is also its word in manifests.
  ///
  /// @throws IllegalArgumentException when there is none
  public static LogSource of(String mark) {
    return Arrays.stream(values())
        .filter(source -> source.mark.equals(mark))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "logs are written by serin/nginx and serin/haproxy, but asked was \"%s\""
                        .formatted(mark)));
  }

  /// What people call it.
  String known() {
    return known;
  }
}

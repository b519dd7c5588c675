package dev.serin.bench.routers;

import dev.serin.bench.http.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where a balancer stands.
///
/// @param port where users reach it
/// @param probe where nginx answers Serin
/// @param log where Serin receives the log
record Place(Stage stage, Way way, int port, int probe, int log) {
  /// The folder of its files.
  Path folder() throws IOException {
    return Files.createDirectories(stage.folder().resolve(way.key()));
  }

  /// Settings that nginx and HAProxy have in common, as a manifest would hold them.
  Map<String, Object> settings() {
    return Map.of(
        "mechanism", way.mechanism(), "log", "127.0.0.1:" + log, "logSample", way.logSample());
  }

  /// For people: a set-up that did not come to its end.
  IllegalStateException refused(Object outcome) {
    return new IllegalStateException("%s can not be set up: %s".formatted(way.name(), outcome));
  }
}

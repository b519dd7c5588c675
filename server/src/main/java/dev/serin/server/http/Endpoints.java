package dev.serin.server.http;

import io.javalin.config.JavalinConfig;

/// What one part of the server answers.
@FunctionalInterface
public interface Endpoints {
  /// Registers routes, handlers before and after them, static files or connectors. Each route names
  /// one role, or [Web#open] refuses it:
  /// `config.routes.get("/api/v1/rollouts", handler, Role.VIEWER)`.
  void add(JavalinConfig config);
}

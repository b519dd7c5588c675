package dev.serin.server.api;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.http.Problem;
import dev.serin.server.http.ProblemException;
import io.javalin.http.Context;

/// Where things are.
final class Paths {
  static final String ROOT = "/api/v1";
  static final String ROLLOUTS = ROOT + "/rollouts";
  static final String ROLLOUT = ROLLOUTS + "/{namespace}/{name}";

  private Paths() {}

  /// The rollout that a request's path names.
  static RolloutId rollout(Context request) {
    try {
      return new RolloutId(request.pathParam("namespace"), request.pathParam("name"));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).exception();
    }
  }

  static ProblemException unknown(RolloutId id) {
    return Problem.notFound("there is no rollout " + id).exception();
  }
}

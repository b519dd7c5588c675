package dev.serin.server.kayenta;

import dev.serin.server.http.Problem;
import dev.serin.server.http.ProblemException;

/// Errors with the member `message` that Kayenta's clients read.
final class Wrong {
  private Wrong() {}

  static ProblemException request(String message) {
    return Problem.badRequest(message).with("message", message).exception();
  }

  static ProblemException unknown(String message) {
    return Problem.notFound(message).with("message", message).exception();
  }
}

package dev.serin.server.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/// A problem document (RFC 9457): what went wrong with a request, for programs and for people.
///
/// @param id names the kind for programs, such as `stale-version`; the document's `type` is
///     `urn:serin:problem:` and this
/// @param status the HTTP status, 400 to 599
/// @param title the kind in a few words
/// @param detail what went wrong this time, and what helps
/// @param more further members, such as `problems`; values that Jackson can write
public record Problem(
    String id, int status, String title, String detail, Map<String, Object> more) {
  private static final String TYPE = "application/problem+json";

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException when the status is none of an error
  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not from 400 to 599");
    }
    more = Map.copyOf(more);
  }

  /// A problem without further members.
  public static Problem of(int status, String id, String detail) {
    return new Problem(id, status, title(status), detail, Map.of());
  }

  /// 400: the request itself is wrong.
  public static Problem badRequest(String detail) {
    return of(400, "bad-request", detail);
  }

  /// 404: there is no such thing.
  public static Problem notFound(String detail) {
    return of(404, "not-found", detail);
  }

  /// 409: it can not be done as things stand.
  public static Problem conflict(String detail) {
    return of(409, "conflict", detail);
  }

  /// This with one more member.
  ///
  /// @param value what Jackson can write
  public Problem with(String member, Object value) {
    Map<String, Object> grown = new LinkedHashMap<>(more);
    grown.put(member, value);
    return new Problem(id, status, title, detail, grown);
  }

  /// This as what ends the request.
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /// Answers the request with it.
  public void send(Context request) {
    request
        .status(status)
        .result(Json.bytes(document(request.path())))
        .contentType(TYPE)
        .header("Cache-Control", "no-store");
  }

  /// The document's members in order.
  Map<String, Object> document(String instance) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:serin:problem:" + id);
    document.put("title", title);
    document.put("status", status);
    document.put("detail", detail);
    document.put("instance", instance);
    document.putAll(more);
    return document;
  }

  private static String title(int status) {
    HttpStatus known = HttpStatus.forStatus(status);
    return known == HttpStatus.UNKNOWN ? "HTTP " + status : known.getMessage();
  }
}

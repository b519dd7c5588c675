package dev.serin.server.access;

import io.javalin.http.Context;

/// What every answer tells browsers: run nothing but this server's own files, and show them in no
/// frame.
final class SecurityHeaders {
  static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private SecurityHeaders() {}

  /// Puts them on an answer before it is made; a handler may replace its `Cache-Control`.
  static void put(Context request, boolean secure) {
    request
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (secure) {
      request.header("Strict-Transport-Security", "max-age=31536000");
    }
    if (request.path().startsWith("/api/")) {
      request.header("Cache-Control", "no-store");
    }
  }
}

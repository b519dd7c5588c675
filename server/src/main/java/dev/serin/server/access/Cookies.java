package dev.serin.server.access;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Optional;

/// The cookies of logins. Scripts do not see them, and under TLS no other server of the domain can
/// set them.
///
/// @param secure whether browsers reach the server by TLS
record Cookies(boolean secure) {
  private static final String SESSION = "serin-session";
  private static final String LOGIN = "serin-login";

  private String name(String bare) {
    return secure ? "__Host-" + bare : bare;
  }

  Optional<String> session(Context request) {
    return Optional.ofNullable(request.cookie(name(SESSION))).filter(value -> !value.isEmpty());
  }

  void setSession(Context request, String value, Duration lasts) {
    request.cookie(cookie(SESSION, value, lasts, SameSite.STRICT));
  }

  void endSession(Context request) {
    request.cookie(cookie(SESSION, "", Duration.ZERO, SameSite.STRICT));
  }

  /// What ties a login that began here to its end; the identity provider's site sends the browser
  /// back, so that it can not be strict.
  Optional<String> login(Context request) {
    return Optional.ofNullable(request.cookie(name(LOGIN))).filter(value -> !value.isEmpty());
  }

  void setLogin(Context request, String value, Duration lasts) {
    request.cookie(cookie(LOGIN, value, lasts, SameSite.LAX));
  }

  void endLogin(Context request) {
    request.cookie(cookie(LOGIN, "", Duration.ZERO, SameSite.LAX));
  }

  private Cookie cookie(String bare, String value, Duration lasts, SameSite site) {
    Cookie cookie = new Cookie(name(bare), value, "/", (int) lasts.toSeconds(), secure, true);
    cookie.setSameSite(site);
    return cookie;
  }
}

package dev.serin.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.server.access.oidc.Identity;
import dev.serin.server.access.oidc.Login;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Problem;
import dev.serin.server.http.ProblemException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/api/v1/oidc`: the dashboard's logins with an identity provider.
///
/// The browser keeps one random text in a cookie while it is at the provider; state, nonce and
/// PKCE's verifier are derived from it, so that any node can end what another began.
final class ProviderEndpoints implements Endpoints {
  private static final String CALLBACK = "/api/v1/oidc/callback";
  private static final Duration LASTS = Duration.ofMinutes(10);
  private static final Pattern PLACE =
      Pattern.compile("/(?:[A-Za-z0-9._~%?&=#+-][A-Za-z0-9._~%?&=#+/-]*)?");

  private final SessionEndpoints.Parts parts;
  private final @Nullable Login login;
  private final @Nullable URI publicUrl;

  ProviderEndpoints(SessionEndpoints.Parts parts, @Nullable Login login, @Nullable URI publicUrl) {
    this.parts = parts;
    this.login = login;
    this.publicUrl = publicUrl;
  }

  @Override
  public void add(JavalinConfig config) {
    config
        .routes
        .get("/api/v1/oidc/login", this::begin, Role.ANYONE)
        .get(CALLBACK, this::end, Role.ANYONE);
  }

  private Login login() {
    if (login == null) {
      throw Problem.notFound("this server has no identity provider: log in with a token")
          .exception();
    }
    return login;
  }

  private void begin(Context request) {
    String secret = Secret.random();
    switch (login().begin(ties(request, secret))) {
      case Login.Start.At(URI address) -> {
        String place = Optional.ofNullable(request.queryParam("return")).orElse("/");
        parts.cookies().setLogin(request, secret + "." + hex(local(place)), LASTS);
        request.redirect(address.toString());
      }
      case Login.Start.Away(var why) ->
          throw Problem.of(503, "identity-provider-unreachable", why).exception();
    }
  }

  private static String hex(String place) {
    return HexFormat.of().formatHex(place.getBytes(UTF_8));
  }

  private static String local(String place) {
    return PLACE.matcher(place).matches() ? place : "/";
  }

  private Login.Ties ties(Context request, String secret) {
    String base =
        publicUrl == null
            ? request.scheme() + "://" + request.host()
            : publicUrl.toString().replaceFirst("/+$", "");
    return new Login.Ties(
        URI.create(base + CALLBACK),
        Secret.derived("state", secret),
        Secret.derived("nonce", secret),
        Secret.derived("verifier", secret));
  }

  private void end(Context request) {
    Login provider = login();
    String[] kept =
        parts.cookies().login(request).orElseThrow(ProviderEndpoints::lost).split("\\.", -1);
    if (kept.length != 2) {
      throw lost();
    }
    parts.cookies().endLogin(request);
    Login.Ties ties = ties(request, kept[0]);
    if (!Secret.same(ties.state(), String.valueOf(request.queryParam("state")))) {
      throw lost();
    }
    @Nullable String code = request.queryParam("code");
    if (code == null) {
      throw refused("the identity provider refused the login: " + request.queryParam("error"));
    }
    switch (provider.end(code, ties)) {
      case Identity.Known identity -> admit(request, identity, kept[1]);
      case Identity.Refused(var why) -> {
        parts.denied(request, SessionEndpoints.STRANGER);
        throw refused(why);
      }
      case Identity.Unreachable(var why) ->
          throw Problem.of(503, "identity-provider-unreachable", why).exception();
    }
  }

  private static ProblemException lost() {
    return refused("this login was not begun in this browser, or too long ago: log in again");
  }

  private static ProblemException refused(String why) {
    return Problem.of(403, "login-refused", why).exception();
  }

  private void admit(Context request, Identity.Known identity, String place) {
    Principal principal = parts.callers().principal(identity);
    if (principal.grants().isEmpty()) {
      parts.denied(request, principal.name());
      throw Problem.of(
              403,
              "no-role",
              principal.name()
                  + " has no role here: let an administrator map one of your claims with --oidc-roles")
          .exception();
    }
    var _ = parts.begin(request, principal, null);
    String target = local(new String(HexFormat.of().parseHex(place), UTF_8));
    // Not a redirect: browsers would not send a strict cookie at the end of a chain of redirects
    // that began at the provider's site.
    request.html(
        "<!doctype html><meta charset=\"utf-8\"><title>Serin</title><meta http-equiv=\"refresh\""
            + " content=\"0;url="
            + target.replace("&", "&amp;")
            + "\">");
  }
}

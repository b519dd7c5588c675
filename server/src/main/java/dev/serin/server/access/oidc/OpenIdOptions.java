package dev.serin.server.access.oidc;

import dev.serin.server.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An identity provider, and what this server is to it.
///
/// @param issuer as the provider itself writes it in its tokens; `https`, or `http` on this machine
/// @param audiences what a token that a program sends must be for; the client's own name counts too
/// @param clientId this server's name for logins of the dashboard; null for no such logins
/// @param clientSecret null for a public client, which PKCE protects alone
/// @param scopes that a login asks for, `openid` among them
/// @param nameClaim whose text is the caller's name; null for the e-mail address if it is verified,
///     else the subject
public record OpenIdOptions(
    URI issuer,
    Set<String> audiences,
    @Nullable String clientId,
    @Nullable String clientSecret,
    List<String> scopes,
    @Nullable String nameClaim) {
  /// Checks and copies.
  ///
  /// @throws Refusal when they do not fit together
  public OpenIdOptions {
    audiences = Set.copyOf(audiences);
    scopes = scopes.contains("openid") ? List.copyOf(scopes) : withOpenId(scopes);
    if (!"https".equals(issuer.getScheme()) && !onLoopback(issuer)) {
      throw new Refusal(
          "--oidc-issuer "
              + issuer
              + " must begin with https://: its keys decide who may do what here");
    }
    if (audiences.isEmpty() && clientId == null) {
      throw new Refusal(
          "--oidc-issuer needs --oidc-client-id for logins of the dashboard, --oidc-audience for"
              + " tokens of programs, or both");
    }
  }

  private static List<String> withOpenId(List<String> scopes) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of("openid"), scopes.stream())
        .toList();
  }

  private static boolean onLoopback(URI issuer) {
    try {
      return "http".equals(issuer.getScheme())
          && (issuer.getHost().equals("localhost")
              || InetAddress.ofLiteral(issuer.getHost()).isLoopbackAddress());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "OpenIdOptions[" + issuer + ", " + audiences + ", " + clientId + "]";
  }
}

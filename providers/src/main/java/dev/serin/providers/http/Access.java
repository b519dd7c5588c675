package dev.serin.providers.http;

import java.util.Optional;

/// How a provider gets into a server: whom it trusts, and who it says it is.
public record Access(Trust trust, Credentials credentials) {
  /// Trusts known servers, and says nothing about itself.
  public static final Access PLAIN = new Access(new Trust.Known(), new Credentials.None());

  /// Reads Argo's `insecure`, `caCert` and `authentication`.
  ///
  /// @throws IllegalArgumentException for `sigv4`, which is not there, and for incomplete fields
  public static Access of(Settings settings) {
    return new Access(trust(settings), credentials(settings.under("authentication")));
  }

  private static Trust trust(Settings settings) {
    if (settings.flag("insecure")) {
      return new Trust.Anyone();
    }
    Optional<Trust> authorities = settings.text("caCert").map(Trust.Authorities::new);
    return authorities.orElseGet(Trust.Known::new);
  }

  private static Credentials credentials(Settings settings) {
    if (!settings.under("sigv4").isEmpty()) {
      throw new IllegalArgumentException(
          settings.at("sigv4")
              + " can not be used: put a signing proxy in front of the server, such as"
              + " aws-sigv4-proxy, and give its address");
    }
    Settings oauth2 = settings.under("oauth2");
    Settings basic = settings.under("basicAuth");
    if (!oauth2.isEmpty() && !basic.isEmpty()) {
      throw new IllegalArgumentException(
          settings.at("oauth2") + " and basicAuth exclude each other: keep one of them");
    }
    if (!oauth2.isEmpty()) {
      return clientCredentials(oauth2);
    }
    return basic.isEmpty()
        ? new Credentials.None()
        : new Credentials.Basic(basic.required("username"), basic.text("password").orElse(""));
  }

  private static Credentials clientCredentials(Settings oauth2) {
    return new Credentials.ClientCredentials(
        WebAddress.parse(oauth2.at("tokenUrl"), oauth2.required("tokenUrl")),
        oauth2.required("clientId"),
        oauth2.required("clientSecret"),
        oauth2.texts("scopes"));
  }
}

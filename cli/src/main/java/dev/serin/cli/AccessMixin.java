package dev.serin.cli;

import dev.serin.server.access.AccessOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who gets into a server, and how.
final class AccessMixin {
  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate with its chain, in PEM; read again when it changes.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its key: PKCS 8 in PEM, without a password.")
  private @Nullable Path key;

  @Option(
      names = "--plain-http",
      description =
          "Plain HTTP also where others can reach the server: something in front of it does TLS.")
  private boolean plainHttp;

  @Option(
      names = "--require-login",
      description =
          "Ask for a login also on this machine's own address while there is no token yet.")
  private boolean requireLogin;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "Where people see the server, when a proxy stands in front of it.")
  private @Nullable String publicUrl;

  @Option(
      names = "--session",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long a login of the dashboard lasts. Default: 12h.")
  private @Nullable Duration session;

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description = "Requests a second of one caller, on average; 0: no limit. Default: 200.")
  private @Nullable Integer rate;

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = "The OpenID Connect provider whose tokens and logins count.")
  private @Nullable String issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "NAME",
      description = "What programs' tokens must be for; may be repeated.")
  private List<String> audiences = List.of();

  @Option(
      names = "--oidc-client-id",
      paramLabel = "NAME",
      description = "This server's name at the provider, for logins of the dashboard.")
  private @Nullable String clientId;

  @Option(
      names = "--oidc-client-secret",
      paramLabel = "PLACE",
      description = "Its secret: env:VAR or file:PATH; none for a public client.")
  private @Nullable String clientSecret;

  @Option(
      names = "--oidc-scopes",
      paramLabel = "NAME",
      split = ",",
      description = "What a login asks for. Default: openid,profile,email.")
  private List<String> scopes = List.of();

  @Option(
      names = "--oidc-name-claim",
      paramLabel = "CLAIM",
      description = "The claim that names the caller. Default: a verified e-mail, else sub.")
  private @Nullable String nameClaim;

  @Option(
      names = "--oidc-roles",
      paramLabel = "CLAIM=VALUE:ROLE[:NAMESPACE]",
      description =
          "Which claim gives which role (viewer, operator, admin), such as"
              + " groups=platform:admin; may be repeated.")
  private List<String> roles = List.of();

  /// Where people see the server; empty for not said.
  String publicUrl() {
    return publicUrl == null ? "" : publicUrl;
  }

  AccessOptions.Given given() {
    return new AccessOptions.Given(
        certificate,
        key,
        issuer,
        audiences,
        clientId,
        clientSecret,
        scopes,
        nameClaim,
        roles,
        publicUrl,
        plainHttp,
        requireLogin,
        session,
        rate);
  }
}

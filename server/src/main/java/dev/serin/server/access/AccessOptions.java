package dev.serin.server.access;

import dev.serin.gateway.settings.Entrance;
import dev.serin.server.Refusal;
import dev.serin.server.access.oidc.OpenIdOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How callers get in.
///
/// @param tls the server's certificate and key; null for plain HTTP
/// @param openId the identity provider; null for none
/// @param roles which claims of the provider give which role: each as `claim=value:role` or
///     `claim=value:role:namespace`
/// @param publicUrl where browsers find the server, when a proxy stands in front of it
/// @param plainHttp whether plain HTTP is fine also off the loopback
/// @param requireLogin whether callers on the loopback have to log in also while there is no token
/// @param sessionLasts how long a login of the dashboard lasts
/// @param requestsPerSecond that one caller may make on average; 0 for no limit
public record AccessOptions(
    Entrance.@Nullable Tls tls,
    @Nullable OpenIdOptions openId,
    List<String> roles,
    @Nullable URI publicUrl,
    boolean plainHttp,
    boolean requireLogin,
    Duration sessionLasts,
    int requestsPerSecond) {
  /// How long a login lasts unless it is told otherwise: a working day.
  public static final Duration SESSION_LASTS = Duration.ofHours(12);

  /// How many requests a caller may make in a second, on average, unless it is told otherwise.
  public static final int REQUESTS_PER_SECOND = 200;

  /// As usual: plain HTTP, for the loopback alone.
  public static final AccessOptions LOCAL = of(Given.NOTHING, Map.of());

  /// Checks and copies.
  ///
  /// @throws Refusal when they do not fit together
  public AccessOptions {
    roles = List.copyOf(roles);
    roles.forEach(RoleMapping::parse);
    if (openId == null && !roles.isEmpty()) {
      throw new Refusal("--oidc-roles needs --oidc-issuer: whose claims are they?");
    }
    if (openId != null && roles.isEmpty()) {
      throw new Refusal(
          "--oidc-issuer needs --oidc-roles, since nobody has a role otherwise: for example"
              + " --oidc-roles groups=platform:admin");
    }
    if (sessionLasts.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new Refusal("a login must last for a minute at least, and not " + sessionLasts);
    }
    if (requestsPerSecond < 0) {
      throw new Refusal("requests in a second must be 0 or more, and not " + requestsPerSecond);
    }
  }

  /// What a command line says, as it was written; null and empty for what it does not.
  ///
  /// @param oidcClientSecret `env:NAME` or `file:PATH`
  public record Given(
      @Nullable Path tlsCert,
      @Nullable Path tlsKey,
      @Nullable String oidcIssuer,
      List<String> oidcAudience,
      @Nullable String oidcClientId,
      @Nullable String oidcClientSecret,
      List<String> oidcScopes,
      @Nullable String oidcNameClaim,
      List<String> oidcRoles,
      @Nullable String publicUrl,
      boolean plainHttp,
      boolean requireLogin,
      @Nullable Duration sessionLasts,
      @Nullable Integer requestsPerSecond) {
    /// Nothing.
    public static final Given NOTHING =
        new Given(
            null, null, null, List.of(), null, null, List.of(), null, List.of(), null, false, false,
            null, null);
  }

  /// Reads what a command line says.
  ///
  /// @param environment in which `env:` names are looked up
  /// @throws Refusal when something is missing, or can not be used
  public static AccessOptions of(Given given, Map<String, String> environment) {
    return new AccessOptions(
        tls(given),
        openId(given, environment),
        given.oidcRoles(),
        given.publicUrl() == null ? null : web("--public-url", given.publicUrl()),
        given.plainHttp(),
        given.requireLogin(),
        given.sessionLasts() == null ? SESSION_LASTS : given.sessionLasts(),
        given.requestsPerSecond() == null ? REQUESTS_PER_SECOND : given.requestsPerSecond());
  }

  private static Entrance.@Nullable Tls tls(Given given) {
    if (given.tlsCert() == null && given.tlsKey() == null) {
      return null;
    }
    if (given.tlsCert() == null || given.tlsKey() == null) {
      throw new Refusal("--tls-cert and --tls-key belong together: give both");
    }
    return new Entrance.Tls(given.tlsCert(), given.tlsKey());
  }

  private static @Nullable OpenIdOptions openId(Given given, Map<String, String> environment) {
    if (given.oidcIssuer() == null) {
      if (given.oidcClientId() != null || !given.oidcAudience().isEmpty()) {
        throw new Refusal("--oidc-client-id and --oidc-audience need --oidc-issuer");
      }
      return null;
    }
    return new OpenIdOptions(
        web("--oidc-issuer", given.oidcIssuer()),
        new HashSet<>(given.oidcAudience()),
        given.oidcClientId(),
        given.oidcClientSecret() == null ? null : secret(given.oidcClientSecret(), environment),
        given.oidcScopes().isEmpty() ? List.of("openid", "profile", "email") : given.oidcScopes(),
        given.oidcNameClaim());
  }

  private static URI web(String option, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Told below.
    }
    throw new Refusal(option + " \"" + text + "\" must be https://HOST or https://HOST/PATH");
  }

  private static String secret(String place, Map<String, String> environment) {
    Optional<String> found = Optional.empty();
    if (place.startsWith("env:")) {
      found = Optional.ofNullable(environment.get(place.substring(4)));
    } else if (place.startsWith("file:")) {
      found = content(Path.of(place.substring(5)));
    } else {
      // Not shown: somebody may have written the secret itself.
      throw new Refusal(
          "--oidc-client-secret must be env:NAME or file:PATH, so that no list of processes shows"
              + " it");
    }
    return found
        .filter(it -> !it.isBlank())
        .orElseThrow(
            () -> new Refusal("--oidc-client-secret " + place + " is not there, or empty"));
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// What is missing before a server may listen there: off the loopback, tokens and sessions must
  /// not travel in clear by oversight.
  public Optional<String> problem(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return Optional.of("the host " + address.getHostString() + " does not resolve");
    }
    if (address.getAddress().isLoopbackAddress() || tls != null || plainHttp) {
      return Optional.empty();
    }
    return Optional.of(
        "a server on %s, which others can reach, needs --tls-cert and --tls-key; or --plain-http, when something in front of it does TLS or the network is trusted with tokens in clear"
            .formatted(address.getAddress().getHostAddress()));
  }

  /// True when browsers reach the server by TLS.
  boolean secure() {
    return tls != null || (publicUrl != null && "https".equals(publicUrl.getScheme()));
  }

  List<RoleMapping> mappings() {
    return roles.stream().map(RoleMapping::parse).toList();
  }
}

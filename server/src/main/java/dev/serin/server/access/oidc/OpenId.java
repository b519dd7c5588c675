package dev.serin.server.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.GeneralException;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An identity provider, asked for the first time when the first token comes: a server starts also
/// while its provider is away.
public final class OpenId {
  /// How far the clocks of provider and server may differ.
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  private final OpenIdOptions options;
  private final InstantSource clock;
  private @Nullable Discovered discovered;
  private @Nullable String failure;
  private Instant failedAt = Instant.MIN;

  /// A provider.
  public OpenId(OpenIdOptions options) {
    this(options, InstantSource.system());
  }

  OpenId(OpenIdOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
  }

  /// Thrown when the provider did not say who it is.
  static final class Away extends Exception {
    private static final long serialVersionUID = 1L;

    Away(String why) {
      super(why);
    }

    Identity.Unreachable told() {
      return new Identity.Unreachable(String.valueOf(getMessage()));
    }
  }

  OpenIdOptions options() {
    return options;
  }

  synchronized Discovered discovered() throws Away {
    if (discovered != null) {
      return discovered;
    }
    if (failure != null && clock.instant().isBefore(failedAt.plus(BETWEEN_TRIES))) {
      throw new Away(failure);
    }
    try {
      discovered = Discovered.at(options.issuer());
      return discovered;
    } catch (GeneralException | IOException | IllegalArgumentException e) {
      failure =
          "the identity provider %s can not be asked (%s): check --oidc-issuer, and that this machine reaches it"
              .formatted(options.issuer(), e.getMessage());
      failedAt = clock.instant();
      throw new Away(failure);
    }
  }

  /// Who sends a token of the provider: its signature, issuer, audience and times are checked.
  public Identity verify(String token) {
    try {
      JWTClaimsSet claims = processor(discovered()).process(token, null);
      return known(claims.getClaims(), claims.getExpirationTime().toInstant());
    } catch (Away away) {
      return away.told();
    } catch (RemoteKeySourceException e) {
      return keysAway(e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return new Identity.Refused("the token is not good here: " + e.getMessage());
    }
  }

  Identity.Unreachable keysAway(KeySourceException e) {
    return new Identity.Unreachable(
        "the keys of the identity provider %s can not be read (%s)"
            .formatted(options.issuer(), e.getMessage()));
  }

  private DefaultJWTProcessor<SecurityContext> processor(Discovered provider) {
    Set<String> audiences = new HashSet<>(options.audiences());
    if (options.clientId() != null) {
      audiences.add(options.clientId());
    }
    var claims =
        new DefaultJWTClaimsVerifier<>(
            audiences,
            new JWTClaimsSet.Builder().issuer(options.issuer().toString()).build(),
            Set.of("exp", "sub"),
            Set.of());
    claims.setMaxClockSkew((int) SKEW.toSeconds());
    var processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(provider.keys());
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  /// Whom claims that were checked are about.
  Identity known(Map<String, Object> claims, Instant expiresAt) {
    Object name =
        options.nameClaim() == null
            ? claims.get(dependable(claims))
            : claims.get(options.nameClaim());
    return name instanceof String text && !text.isBlank()
        ? new Identity.Known(text, expiresAt, said(claims))
        : new Identity.Refused("the token has no claim \"" + options.nameClaim() + "\"");
  }

  /// The claims that say something: a provider may write `null` for what it does not know.
  private static Map<String, Object> said(Map<String, Object> claims) {
    Map<String, Object> said = new HashMap<>(claims);
    said.values().removeIf(Objects::isNull);
    return Map.copyOf(said);
  }

  /// Anybody may write any address into many a provider's profile.
  private static String dependable(Map<String, Object> claims) {
    boolean verified = Boolean.TRUE.equals(claims.get("email_verified"));
    return verified && claims.get("email") instanceof String ? "email" : "sub";
  }
}

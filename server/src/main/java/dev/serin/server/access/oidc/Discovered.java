package dev.serin.server.access.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// What a provider says about itself (OpenID Connect Discovery 1.0), and its keys.
///
/// @param keys those that may have signed a token; asymmetric algorithms alone, since with `none`
///     anybody, and with HS256 whoever knows a public key, could make tokens
record Discovered(OIDCProviderMetadata metadata, JWSVerificationKeySelector<SecurityContext> keys) {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long keys are believed; a token with a key that is not known makes them be asked for
  /// before.
  private static final Duration KEYS_LAST = Duration.ofMinutes(15);

  /// How often at most keys that are not known make the provider be asked.
  private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(5);

  private static final int LARGEST = 512 << 10;

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /// Asks a provider.
  static Discovered at(URI issuer) throws GeneralException, IOException {
    int patience = (int) PATIENCE.toMillis();
    OIDCProviderMetadata metadata =
        OIDCProviderMetadata.resolve(
            new Issuer(issuer),
            request -> {
              request.setConnectTimeout(patience);
              request.setReadTimeout(patience);
              request.setFollowRedirects(false);
            });
    return new Discovered(
        metadata, new JWSVerificationKeySelector<>(ALGORITHMS, keys(metadata, patience)));
  }

  private static JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata, int patience)
      throws MalformedURLException {
    return JWKSourceBuilder.<SecurityContext>create(
            metadata.getJWKSetURI().toURL(),
            new DefaultResourceRetriever(patience, patience, LARGEST))
        .cache(KEYS_LAST.toMillis(), 2 * PATIENCE.toMillis())
        .refreshAheadCache(false)
        .rateLimited(BETWEEN_REFRESHES.toMillis())
        .retrying(true)
        .outageTolerant(KEYS_LAST.multipliedBy(4).toMillis())
        .build();
  }
}

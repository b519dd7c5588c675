package dev.serin.server.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// Logins of people with the authorization code flow and PKCE (RFC 6749 section 4.1, RFC 7636).
public final class Login {
  private final OpenId provider;
  private final ClientID client;

  /// Logins at a provider.
  ///
  /// @throws IllegalArgumentException when the options name no client
  public Login(OpenId provider) {
    String id = provider.options().clientId();
    if (id == null) {
      throw new IllegalArgumentException("a login needs a client id");
    }
    this.provider = provider;
    this.client = new ClientID(id);
  }

  /// What ties an answer of the provider to the browser that asked; three texts that only that
  /// browser and this server know.
  ///
  /// @param redirect where the provider sends the browser back to
  /// @param verifier 43 to 128 letters, digits, `-`, `.`, `_` and `~`
  public record Ties(URI redirect, String state, String nonce, String verifier) {
    /// Without them.
    @Override
    public String toString() {
      return "Ties[" + redirect + "]";
    }
  }

  /// Where a login begins.
  public sealed interface Start {
    /// At an address of the provider.
    record At(URI address) implements Start {}

    /// Nowhere at present.
    record Away(String why) implements Start {}
  }

  /// Begins a login.
  public Start begin(Ties ties) {
    try {
      Discovered discovered = provider.discovered();
      return new Start.At(
          new AuthenticationRequest.Builder(
                  ResponseType.CODE,
                  new Scope(provider.options().scopes().toArray(String[]::new)),
                  client,
                  ties.redirect())
              .endpointURI(discovered.metadata().getAuthorizationEndpointURI())
              .state(new State(ties.state()))
              .nonce(new Nonce(ties.nonce()))
              .codeChallenge(new CodeVerifier(ties.verifier()), CodeChallengeMethod.S256)
              .build()
              .toURI());
    } catch (OpenId.Away away) {
      return new Start.Away(String.valueOf(away.getMessage()));
    }
  }

  /// Ends a login: fetches the ID token for a code and checks it.
  public Identity end(String code, Ties ties) {
    try {
      Discovered discovered = provider.discovered();
      TokenResponse answer = fetch(discovered, code, ties);
      if (!answer.indicatesSuccess()) {
        ErrorObject error = answer.toErrorResponse().getErrorObject();
        return new Identity.Refused("the identity provider refused the login: " + error.getCode());
      }
      JWT token = ((OIDCTokenResponse) answer.toSuccessResponse()).getOIDCTokens().getIDToken();
      return check(discovered, token, ties);
    } catch (OpenId.Away away) {
      return away.told();
    } catch (IOException e) {
      return new Identity.Unreachable(
          "the identity provider %s did not answer (%s)"
              .formatted(provider.options().issuer(), e.getMessage()));
    } catch (ParseException e) {
      return new Identity.Refused("the identity provider gave no ID token: " + e.getMessage());
    }
  }

  private TokenResponse fetch(Discovered discovered, String code, Ties ties)
      throws IOException, ParseException {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), ties.redirect(), new CodeVerifier(ties.verifier()));
    URI endpoint = discovered.metadata().getTokenEndpointURI();
    String secret = provider.options().clientSecret();
    TokenRequest request =
        secret == null
            ? new TokenRequest.Builder(endpoint, client, grant).build()
            : new TokenRequest.Builder(
                    endpoint, new ClientSecretBasic(client, new Secret(secret)), grant)
                .build();
    HTTPRequest http = request.toHTTPRequest();
    http.setConnectTimeout((int) Discovered.PATIENCE.toMillis());
    http.setReadTimeout((int) Discovered.PATIENCE.toMillis());
    http.setFollowRedirects(false);
    return OIDCTokenResponseParser.parse(http.send());
  }

  private Identity check(Discovered discovered, JWT token, Ties ties) {
    var validator =
        new IDTokenValidator(discovered.metadata().getIssuer(), client, discovered.keys(), null);
    validator.setMaxClockSkew((int) OpenId.SKEW.toSeconds());
    try {
      IDTokenClaimsSet claims = validator.validate(token, new Nonce(ties.nonce()));
      Map<String, Object> all = token.getJWTClaimsSet().getClaims();
      Instant expires = claims.getExpirationTime().toInstant();
      return provider.known(all, expires);
    } catch (RemoteKeySourceException e) {
      return provider.keysAway(e);
    } catch (BadJOSEException | JOSEException | java.text.ParseException e) {
      return new Identity.Refused("the ID token is not good here: " + e.getMessage());
    }
  }
}

package dev.serin.server.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// An identity provider on the loopback: discovery, keys, and the authorization code flow for one
/// client, whose user says yes at once. It speaks OpenID Connect as the standard has it, with
/// Nimbus's keys and signatures.
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "serin-dashboard";
  public static final String CLIENT_SECRET = "s3cret:of/the+client";
  public static final String AUDIENCE = "serin-api";

  private final HttpServer server;
  private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
  private volatile RSAKey key;
  private volatile Map<String, Object> user = Map.of("sub", "ada", "groups", List.of("platform"));

  public TestProvider() {
    try {
      key = newKey();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.createContext("/keys", exchange -> json(exchange, 200, keys()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  private static RSAKey newKey() throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public RSAKey key() {
    return key;
  }

  /// Signs with a new key from now on, and forgets the old one.
  public void rotate() throws JOSEException {
    key = newKey();
  }

  /// What ID tokens say from now on, beside what they have to.
  public void user(Map<String, Object> claims) {
    user = claims;
  }

  /// Claims that are good for the API.
  public JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer().toString())
        .subject("robot")
        .audience(AUDIENCE)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("groups", List.of("platform"));
  }

  /// A token with these claims.
  public String signed(JWTClaimsSet claims) throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private String keys() {
    return new JWKSet(key).toString(true);
  }

  private void discovery(HttpExchange exchange) throws IOException {
    String document =
        """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
         "jwks_uri":"%1$s/keys","response_types_supported":["code"],"subject_types_supported":["public"],
         "id_token_signing_alg_values_supported":["RS256"]}
        """
            .formatted(issuer());
    json(exchange, 200, document);
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, List<String>> asked =
        URLUtils.parseParameters(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    String back =
        first(asked, "redirect_uri") + "?code=" + code + "&state=" + first(asked, "state");
    exchange.getResponseHeaders().set("Location", back);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Map<String, List<String>> sent = URLUtils.parseParameters(body);
    Map<String, List<String>> asked = codes.remove(first(sent, "code"));
    String client = exchange.getRequestHeaders().getFirst("Authorization");
    if (asked == null
        || !client.equals(basic())
        || !first(asked, "client_id").equals(CLIENT)
        || !first(asked, "redirect_uri").equals(first(sent, "redirect_uri"))
        || !challenge(sent).getValue().equals(first(asked, "code_challenge"))
        || !first(asked, "code_challenge_method").equals("S256")) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    JWTClaimsSet.Builder claims =
        claims().audience(CLIENT).claim("nonce", first(asked, "nonce")).claim("groups", null);
    user.forEach(claims::claim);
    try {
      String token = signed(claims.build());
      json(
          exchange,
          200,
          "{\"access_token\":\"opaque\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private static CodeChallenge challenge(Map<String, List<String>> sent) {
    return CodeChallenge.compute(
        CodeChallengeMethod.S256, new CodeVerifier(first(sent, "code_verifier")));
  }

  private static String basic() {
    String escaped = java.net.URLEncoder.encode(CLIENT_SECRET, UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + escaped).getBytes(UTF_8));
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of("")).getFirst();
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.serin.server.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.serin.server.Refusal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which tokens of an identity provider are believed.
class OpenIdTest {
  private static TestProvider provider;
  private static OpenId openId;

  @BeforeAll
  static void open() {
    provider = new TestProvider();
    openId = new OpenId(options(provider.issuer()));
  }

  @AfterAll
  static void close() {
    provider.close();
  }

  private static OpenIdOptions options(URI issuer) {
    return new OpenIdOptions(
        issuer, Set.of(TestProvider.AUDIENCE), null, null, List.of("openid"), null);
  }

  @Test
  void aTokenForThisServerIsBelieved() throws JOSEException {
    Identity identity = openId.verify(provider.signed(provider.claims().build()));
    assertThat(identity).isInstanceOf(Identity.Known.class);
    Identity.Known known = (Identity.Known) identity;
    assertThat(known.name()).isEqualTo("robot");
    assertThat(known.claims()).containsEntry("groups", List.of("platform"));
    assertThat(known.toString()).isEqualTo("Known[robot]");
  }

  @Test
  void aClaimThatSaysNothingIsLeftOut() {
    Map<String, Object> claims = new HashMap<>(Map.of("sub", "robot"));
    claims.put("email", null);

    assertThat(openId.known(claims, Instant.now()))
        .isInstanceOfSatisfying(
            Identity.Known.class, known -> assertThat(known.claims()).containsOnlyKeys("sub"));
  }

  static List<Arguments> badClaims() {
    Instant now = Instant.now();
    return List.of(
        bad("expired", it -> it.expirationTime(Date.from(now.minusSeconds(40)))),
        bad("not yet valid", it -> it.notBeforeTime(Date.from(now.plusSeconds(60)))),
        bad("for another server", it -> it.audience("another")),
        bad("for nobody", it -> it.audience((String) null)),
        bad("of another issuer", it -> it.issuer("https://elsewhere.example")),
        bad("of the issuer with a slash", it -> it.issuer(provider.issuer() + "/")),
        bad("for ever", it -> it.expirationTime(null)),
        bad("about nobody", it -> it.subject(null)));
  }

  private static Arguments bad(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.argumentSet(what, change);
  }

  @ParameterizedTest
  @MethodSource("badClaims")
  void aTokenWithOtherClaimsIsRefused(UnaryOperator<JWTClaimsSet.Builder> change)
      throws JOSEException {
    String token = provider.signed(change.apply(provider.claims()).build());
    assertRefused(token);
  }

  private static void assertRefused(String token) {
    Identity identity = openId.verify(token);
    assertThat(identity).isInstanceOf(Identity.Refused.class);
    assertThat(((Identity.Refused) identity).why())
        .startsWith("the token is not good here: ")
        .doesNotContain(token);
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    assertRefused(new PlainJWT(provider.claims().build()).serialize());
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws JOSEException {
    for (byte[] secret :
        List.of(
            provider.key().toRSAPublicKey().getEncoded(),
            provider.key().toPublicJWK().toJSONString().getBytes(UTF_8))) {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(provider.key().getKeyID()).build();
      SignedJWT token = new SignedJWT(header, provider.claims().build());
      token.sign(new MACSigner(secret));
      assertRefused(token.serialize());
    }
  }

  @Test
  void aTokenOfAnotherKeyIsRefusedWhateverItsNameAndWhateverItBrings() throws JOSEException {
    RSAKey other = new RSAKeyGenerator(2048).keyID(provider.key().getKeyID()).generate();
    JWSHeader sameName =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(provider.key().getKeyID()).build();
    JWSHeader unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown").build();
    JWSHeader brought = new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(other.toPublicJWK()).build();
    for (JWSHeader header : List.of(sameName, unknown, brought)) {
      SignedJWT token = new SignedJWT(header, provider.claims().build());
      token.sign(new RSASSASigner(other));
      assertRefused(token.serialize());
    }
  }

  @Test
  void aTokenWhoseClaimsWereChangedIsRefused() throws JOSEException {
    String[] parts = provider.signed(provider.claims().build()).split("\\.", -1);
    String[] others = provider.signed(provider.claims().subject("root").build()).split("\\.", -1);
    assertRefused(parts[0] + "." + others[1] + "." + parts[2]);
    assertRefused(parts[0] + "." + parts[1] + ".");
    assertRefused("no token at all");
  }

  @Test
  void anAddressThatNobodyVerifiedIsNoName() throws JOSEException {
    var claims = provider.claims().claim("email", "root@shop.example");
    assertThat(name(claims.build())).isEqualTo("robot");
    assertThat(name(claims.claim("email_verified", true).build())).isEqualTo("root@shop.example");
  }

  private static String name(JWTClaimsSet claims) throws JOSEException {
    return ((Identity.Known) openId.verify(provider.signed(claims))).name();
  }

  @Test
  void keysThatWereRotatedAreAskedForAgain() throws JOSEException {
    try (TestProvider rotating = new TestProvider()) {
      OpenId ours = new OpenId(options(rotating.issuer()));
      assertThat(ours.verify(rotating.signed(rotating.claims().build())))
          .isInstanceOf(Identity.Known.class);
      String old = rotating.signed(rotating.claims().build());
      rotating.rotate();
      String fresh = rotating.signed(rotating.claims().build());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(ours.verify(fresh)).isInstanceOf(Identity.Known.class));
      assertThat(ours.verify(old)).isInstanceOf(Identity.Refused.class);
    }
  }

  @Test
  void aProviderThatIsAwayIsNamed() {
    TestProvider gone = new TestProvider();
    URI issuer = gone.issuer();
    gone.close();
    assertThat(new OpenId(options(issuer)).verify("a.b.c"))
        .isInstanceOfSatisfying(
            Identity.Unreachable.class, it -> assertThat(it.why()).contains(issuer.toString()));
  }

  @Test
  void aProviderOffThisMachineMustUseTls() {
    assertThatThrownBy(() -> options(URI.create("http://idp.example")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("https://");
  }

  @Test
  void aClaimThatIsMissingIsNoName() throws JOSEException {
    OpenIdOptions byLogin =
        new OpenIdOptions(
            provider.issuer(), Set.of(TestProvider.AUDIENCE), null, null, List.of(), "login");
    Identity identity = new OpenId(byLogin).verify(provider.signed(provider.claims().build()));
    assertThat(identity).isEqualTo(new Identity.Refused("the token has no claim \"login\""));
    assertThat(byLogin.scopes()).containsExactly("openid");
  }
}

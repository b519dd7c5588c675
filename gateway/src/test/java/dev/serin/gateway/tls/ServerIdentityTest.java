package dev.serin.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.Entrance;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// An identity from files: what is refused and why, and what a change of the files does.
class ServerIdentityTest {
  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private Certificates authority;

  @BeforeEach
  void makeAuthority() throws Exception {
    certificate = folder.resolve("shop.crt");
    key = folder.resolve("shop.key");
    authority = Certificates.authority();
  }

  private Entrance.Tls files() {
    return new Entrance.Tls(certificate, key);
  }

  private ServerIdentity.Opened open() {
    return ServerIdentity.open(files(), List.of("http/1.1"));
  }

  private ServerIdentity ready() {
    return ((ServerIdentity.Opened.Ready) open()).identity();
  }

  private String refusal() {
    return ((ServerIdentity.Opened.Refused) open()).why();
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateBuilder.Algorithm.class,
      names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
  void keysOfTheUsualKindsCanBeUsed(CertificateBuilder.Algorithm algorithm) throws Exception {
    X509Bundle server = authority.server("shop", algorithm, Duration.ofDays(30));
    Certificates.put(server, certificate, key);

    assertThat(ready().expires())
        .isEqualTo(server.getCertificate().getNotAfter().toInstant())
        .isAfter(Instant.now().plus(Duration.ofDays(29)));
  }

  @Test
  void anExpiredOneIsUsedAndToldOf() throws Exception {
    Certificates.put(
        authority.server("shop", CertificateBuilder.Algorithm.ecp256, Duration.ofMinutes(-1)),
        certificate,
        key);
    assertThat(ready().expires()).isBefore(Instant.now());
  }

  @Test
  void missingFilesAreNamed() throws Exception {
    assertThat(refusal()).isEqualTo("there is no certificate " + certificate);
    Files.writeString(certificate, "x");
    assertThat(refusal()).isEqualTo("there is no key " + key);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello                              | is not PEM: it must begin with -----BEGIN PRIVATE KEY-----
          -----BEGIN PRIVATE KEY-----        | is not PEM
          BLOCK ENCRYPTED PRIVATE KEY        | has a password; take it off: openssl pkcs8 -topk8 -nocrypt -in
          BLOCK RSA PRIVATE KEY              | is a RSA PRIVATE KEY, and PKCS 8 is wanted: openssl pkcs8 -topk8
          BLOCK EC PRIVATE KEY               | is a EC PRIVATE KEY, and PKCS 8 is wanted
          BLOCK PRIVATE KEY                  | does not belong to the certificate
          """)
  void aKeyThatCanNotBeUsedIsToldWithTheFix(String text, String why) throws Exception {
    Certificates.put(authority.server("shop"), certificate, key);
    String label = text.replace("BLOCK ", "");
    Files.writeString(
        key,
        text.startsWith("BLOCK")
            ? "-----BEGIN %s-----\nAAAA\n-----END %s-----\n".formatted(label, label)
            : text);
    assertThat(refusal()).contains(key.toString()).contains(why);
  }

  @Test
  void aKeyWithAPasswordOfTheOldKindIsTold() throws Exception {
    Certificates.put(authority.server("shop"), certificate, key);
    Files.writeString(
        key,
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    assertThat(refusal()).contains("has a password");
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateBuilder.Algorithm.class,
      names = {"ecp256", "rsa2048", "ed25519"})
  void aKeyOfAnotherCertificateIsTold(CertificateBuilder.Algorithm algorithm) throws Exception {
    Certificates.put(authority.server("shop"), certificate, key);
    X509Bundle other = authority.server("other", algorithm, Duration.ofDays(1));
    Files.writeString(key, other.getPrivateKeyPEM());
    assertThat(refusal())
        .contains(key.toString())
        .contains(certificate.toString())
        .contains("does not belong");
  }

  @ParameterizedTest
  @CsvSource({"hello", "-----BEGIN CERTIFICATE-----", "''"})
  void aCertificateThatIsNoneIsTold(String text) throws Exception {
    Certificates.put(authority.server("shop"), certificate, key);
    Files.writeString(certificate, text);
    assertThat(refusal()).contains(certificate.toString()).contains("is not PEM");
  }

  @Test
  void aFolderIsNoFile() throws Exception {
    Files.createDirectory(certificate);
    assertThat(refusal()).contains(certificate.toString()).contains("can not be read");
  }

  @Test
  void aNewPairIsUsedOnceItSettled() throws Exception {
    Certificates.put(authority.server("shop"), certificate, key);
    ServerIdentity identity = ready();
    Instant before = identity.expires();
    X509Bundle next =
        authority.server("shop", CertificateBuilder.Algorithm.rsa2048, Duration.ofDays(90));

    Certificates.put(next.getCertificatePathPEM(), certificate);
    identity.look();
    Certificates.put(next.getPrivateKeyPEM(), key);
    identity.look();
    assertThat(identity.expires()).isEqualTo(before);
    identity.look();

    assertThat(identity.expires()).isEqualTo(next.getCertificate().getNotAfter().toInstant());
    assertThat(identity.reloads()).isEqualTo(1);
    assertThat(identity.failures()).isZero();
  }

  @Test
  void aBrokenPairKeepsTheOldOneAndIsCountedOnce() throws Exception {
    Certificates.put(authority.server("shop"), certificate, key);
    ServerIdentity identity = ready();
    Instant before = identity.expires();
    String whole = Files.readString(certificate);

    Files.writeString(certificate, whole.substring(0, whole.length() / 2));
    look(identity, 5);
    Files.delete(key);
    look(identity, 5);

    assertThat(identity.expires()).isEqualTo(before);
    assertThat(identity.failures()).isEqualTo(2);
    Certificates.put(
        authority.server("shop", CertificateBuilder.Algorithm.ecp256, Duration.ofDays(60)),
        certificate,
        key);
    look(identity, 2);
    assertThat(identity.expires()).isAfter(before);
    assertThat(identity.reloads()).isEqualTo(1);
  }

  private static void look(ServerIdentity identity, int times) {
    for (int i = 0; i < times; i++) {
      identity.look();
    }
  }
}

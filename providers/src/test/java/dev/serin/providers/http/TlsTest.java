package dev.serin.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TlsTest {
  private static SelfSigned ours;
  private static SelfSigned ofAnotherHost;
  private static final HttpCaller HTTP = new HttpCaller();

  @BeforeAll
  static void certificates() throws IOException, InterruptedException, GeneralSecurityException {
    ours = SelfSigned.certificate("ip:127.0.0.1");
    ofAnotherHost = SelfSigned.certificate("dns:elsewhere.example");
  }

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @Test
  void aCertificateOfNoKnownAuthorityIsRefused() throws IOException, GeneralSecurityException {
    try (Service service = secure(ours)) {
      assertThat(HttpCallerTest.why(ask(service, new Trust.Known())))
          .startsWith(service.address() + " is not trusted (")
          .contains("caCert")
          .contains("insecure: true");
    }
  }

  @Test
  void itsAuthorityMakesItTrusted() throws IOException, GeneralSecurityException {
    try (Service service = secure(ours)) {
      assertThat(ask(service, new Trust.Authorities(ours.pem())))
          .isEqualTo(new Answer.Received(200, "safe"));
    }
  }

  @Test
  void anAuthorityDoesNotVouchForAnotherHost() throws IOException, GeneralSecurityException {
    try (Service service = secure(ofAnotherHost)) {
      assertThat(HttpCallerTest.why(ask(service, new Trust.Authorities(ofAnotherHost.pem()))))
          .contains("is not trusted");
    }
  }

  @Test
  void insecureTrustsAnyCertificateOfAnyHost() throws IOException, GeneralSecurityException {
    try (Service service = secure(ofAnotherHost)) {
      assertThat(ask(service, new Trust.Anyone())).isEqualTo(new Answer.Received(200, "safe"));
    }
  }

  @Test
  void textThatIsNoCertificateIsRefused() throws IOException, GeneralSecurityException {
    try (Service service = secure(ours)) {
      assertThatThrownBy(() -> ask(service, new Trust.Authorities("not a certificate")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("caCert can not be read");
    }
  }

  private static Service secure(SelfSigned certificate)
      throws IOException, GeneralSecurityException {
    return Service.secure(certificate, exchange -> Service.answer(exchange, 200, "safe"));
  }

  private static Answer ask(Service service, Trust trust) {
    var access = new Access(trust, new Credentials.None());
    return HTTP.call(
        HttpCallerTest.call(service.address(), List.of(), access, Duration.ofMinutes(1)));
  }
}

package dev.serin.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serin.gateway.settings.Entrance;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS of the API, with certificates that openssl made.
class TlsTest {
  private @TempDir Path folder;

  private Entrance.Tls certificate(String name) throws IOException, InterruptedException {
    Path certificate = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + ".key");
    List<String> openssl =
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString());
    Process made = new ProcessBuilder(openssl).redirectErrorStream(true).start();
    String output = new String(made.getInputStream().readAllBytes(), UTF_8);
    assertThat(made.waitFor()).as(output).isZero();
    return new Entrance.Tls(certificate, key);
  }

  private Door open(Entrance.Tls files) {
    return Door.open(
        folder.resolve("store"),
        new AccessOptions(files, null, List.of(), null, false, false, Duration.ofHours(1), 0));
  }

  @Test
  void aCertificateIsReplacedWithoutARestart() throws Exception {
    Entrance.Tls first = certificate("first");
    Entrance.Tls second = certificate("second");
    try (Door door = open(first)) {
      URI at = door.web.uri();
      assertThat(at.getScheme()).isEqualTo("https");
      assertThat(subject(at)).isEqualTo("CN=first");
      Files.move(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
      Files.move(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(subject(at)).isEqualTo("CN=second"));
    }
  }

  @Test
  void aCertificateThatCanNotBeUsedIsRefused() throws Exception {
    Entrance.Tls files = certificate("first");
    Entrance.Tls mixed = new Entrance.Tls(files.certificate(), certificate("second").key());
    assertThatThrownBy(() -> open(mixed))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("does not belong to the certificate");
    assertThatThrownBy(() -> open(new Entrance.Tls(folder.resolve("none"), files.key())))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("there is no certificate");
  }

  @Test
  void answersByTlsSetCookiesForTlsAlone() throws Exception {
    try (Door door = open(certificate("first"))) {
      String answer = ask(door.web.uri(), door.token(Role.ADMIN, "*"));
      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Strict-Transport-Security: max-age=31536000")
          .contains("__Host-serin-session=", "Secure");
    }
  }

  @Test
  void clearTextGetsNoAnswer() throws Exception {
    try (Door door = open(certificate("first"));
        Socket clear = new Socket(door.web.uri().getHost(), door.web.uri().getPort())) {
      clear.setSoTimeout(10_000);
      clear
          .getOutputStream()
          .write("GET /open HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(clear.getInputStream().readNBytes(4), UTF_8)).isNotEqualTo("HTTP");
    }
  }

  private static SSLSocket connect(URI at) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.getHost(), at.getPort());
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static String subject(URI at) throws IOException, GeneralSecurityException {
    try (SSLSocket socket = connect(at)) {
      X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return own.getSubjectX500Principal().getName();
    }
  }

  private static String ask(URI at, String token) throws IOException, GeneralSecurityException {
    String body = "{\"token\":\"" + token + "\"}";
    String request =
        "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (SSLSocket socket = connect(at)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /// Trusts every certificate: these tests look at it themselves.
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void offTheLoopbackTlsIsNeededOrAWordThatItIsNot() throws Exception {
    InetSocketAddress everywhere = at("0.0.0.0");
    AccessOptions plain = Door.options();
    assertThat(plain.problem(everywhere)).get().asString().contains("--tls-cert", "--plain-http");
    assertThat(plain.problem(at("127.0.0.1"))).isEmpty();
    assertThat(plain.problem(at("::1"))).isEmpty();
    assertThat(plain.problem(InetSocketAddress.createUnresolved("nowhere.invalid", 1))).isPresent();
    var given =
        new AccessOptions.Given(
            null, null, null, List.of(), null, null, List.of(), null, List.of(), null, true, false,
            null, null);
    AccessOptions told = AccessOptions.of(given, Map.of());
    assertThat(told.problem(everywhere)).isEmpty();
    Entrance.Tls files = certificate("first");
    assertThat(
            new AccessOptions(files, null, List.of(), null, false, false, Duration.ofHours(1), 0)
                .problem(everywhere))
        .isEmpty();
  }

  private static InetSocketAddress at(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), 8080);
  }
}

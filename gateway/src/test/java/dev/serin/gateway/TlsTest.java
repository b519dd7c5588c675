package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serin.gateway.settings.AccessLog;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.tls.Certificates;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that come by TLS.
class TlsTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private Certificates authority;
  private SSLContext trusting;

  @BeforeEach
  void makeIdentity() throws Exception {
    certificate = folder.resolve("shop.crt");
    key = folder.resolve("shop.key");
    authority = Certificates.authority();
    trusting = authority.client();
    Certificates.put(authority.server("shop"), certificate, key);
  }

  private GatewayOptions options(GatewayOptions base) {
    Entrance.Tls files = new Entrance.Tls(certificate, key);
    return base.withEntrances(List.of(new Entrance(ANY, files, false), Entrance.clear(ANY)));
  }

  private Stage stage(Origin... origins) {
    return Stage.of(options(Stage.OPTIONS), origins);
  }

  private SSLSocket socket(Stage stage, String... protocols) throws IOException {
    return over(Wire.socket(stage.gateway().address()), protocols);
  }

  private SSLSocket over(Socket carrier, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket(carrier, "shop", 443, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  private Wire connect(Stage stage, String... protocols) throws IOException {
    SSLSocket socket = socket(stage, protocols);
    socket.startHandshake();
    return new Wire(socket);
  }

  private static BigInteger serial(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requestsPassAndBackendsLearnThatItWasTls(String protocol) throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        Wire client = connect(stage, protocol)) {
      for (int i = 0; i < 3; i++) {
        client.lines("POST /" + i + " HTTP/1.1", "Host: shop", "Content-Length: 100000");
        client.send("x".repeat(100_000));
        assertThat(client.receive().body()).isEqualTo("hello");
      }

      assertThat(origin.requests()).hasSize(3);
      assertThat(origin.requests().element().header("x-forwarded-proto")).isEqualTo("https");
      assertThat(origin.requests().element().body()).hasSize(100_000);
    }
  }

  @Test
  void http2NeedNotBeAgreedOn() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        Frames client = new Frames(connect(stage, "TLSv1.3"))) {
      client.wire().send(Frames.PREFACE);
      client.send(Frames.SETTINGS, 0, 0);
      assertThat(client.get(1, "/").response(1).body()).isEqualTo("hello");
    }
  }

  @Test
  void clearTextIsSpokenAtTheOtherEntrance() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        Wire clear = Wire.to(stage.gateway().addresses().get(1))) {
      assertThat(Stage.get(clear, "/").body()).isEqualTo("hello");
      assertThat(origin.requests().element().header("x-forwarded-proto")).isEqualTo("http");
      assertThat(stage.gateway().addresses()).hasSize(2);
    }
  }

  /// In TLS 1.2 both sides end at once (RFC 5246 section 7.2.1).
  @Test
  void aClientMayEndItsOutputAndStillGetsItsAnswer() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  ended.await();
                  wire.send(Origin.ok("late"));
                });
        Stage stage = stage(origin);
        Wire client = connect(stage, "TLSv1.3")) {
      client.lines("GET / HTTP/1.1", "Host: shop");
      client.endOutput();
      ended.countDown();

      assertThat(client.receive().body()).isEqualTo("late");
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theLastAnswerEndsWithACloseNotify(String protocol) throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(300_000));
                });
        Stage stage = stage(origin);
        RecordedSocket carrier = RecordedSocket.to(stage.gateway().address());
        Wire client = new Wire(over(carrier, protocol))) {
      client.lines("GET / HTTP/1.0", "Host: shop");
      assertThat(client.receive().body()).hasSize(300_000);
      assertThat(client.next()).isEqualTo(-1);
      assertThat(carrier.endedWithAlert()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anAnswerThatIsBrokenOffDoesNot(String protocol) throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                  wire.reset();
                });
        Stage stage = stage(origin);
        RecordedSocket carrier = RecordedSocket.to(stage.gateway().address());
        Wire client = new Wire(over(carrier, protocol))) {
      client.lines("GET / HTTP/1.0", "Host: shop");

      assertThatExceptionOfType(IOException.class).isThrownBy(client::receive);
      assertThat(carrier.endedWithAlert()).isFalse();
    }
  }

  @Test
  void aTunnelsSidesEndOneByOne() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                  byte[] all = wire.in().readAllBytes();
                  wire.send(all);
                });
        Stage stage = stage(origin);
        Wire client = connect(stage, "TLSv1.3")) {
      client.lines("GET / HTTP/1.1", "Host: shop", "Connection: Upgrade", "Upgrade: echo");
      assertThat(client.head().status()).isEqualTo(101);
      client.send("x".repeat(200_000));
      client.endOutput();

      assertThat(client.in().readAllBytes()).hasSize(200_000);
    }
  }

  @Test
  void aSlowReaderOfALargeAnswerGetsAllOfIt() throws Exception {
    String body = "0123456789".repeat(1_000_000);
    try (Origin origin = Origin.saying(body);
        Stage stage = stage(origin);
        Wire client = connect(stage)) {
      client.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(client.receive().body()).isEqualTo(body);
    }
  }

  @Test
  void whatIsNoHandshakeIsClosedAndCounted() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        Wire clear = stage.connect()) {
      clear.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(clear.drained()).isTrue();

      awaitRefusals(stage, 1);
      assertThat(origin.requests()).isEmpty();
    }
  }

  @Test
  void aHandshakeThatIsNotFinishedInTimeIsClosedAndCounted() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(options(Stage.quick(Duration.ofSeconds(5))), origin);
        Wire silent = stage.connect();
        Wire slow = stage.connect();
        Socket half = Wire.socket(stage.gateway().address())) {
      // The head of a record that announces 512 bytes, of which one comes.
      slow.send(new byte[] {22, 3, 1, 2, 0, 1});
      half.shutdownOutput();

      assertThat(half.getInputStream().read()).isEqualTo(-1);
      assertThat(silent.drained()).isTrue();
      assertThat(slow.drained()).isTrue();
      awaitRefusals(stage, 2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"TLS 1.0, 01", "TLS 1.1, 02"})
  void oldVersionsAreRefused(String name, String minor) throws Exception {
    byte[] hello =
        HexFormat.of()
            .parseHex(
                "16 03 01 002f 01 00002b 03 %s %s 00 0004 c013c009 01 00"
                    .formatted(minor, "00".repeat(32))
                    .replace(" ", ""));
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        Wire old = stage.connect()) {
      old.send(hello);

      byte[] alert = old.exactly(7);
      assertThat(alert[0]).isEqualTo((byte) 21);
      assertThat(alert[6]).as(name + ": protocol_version").isEqualTo((byte) 70);
      assertThat(old.drained()).isTrue();
    }
  }

  @Test
  void aClientCanNotAskForOneHandshakeAfterTheOther() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        SSLSocket socket = socket(stage, "TLSv1.2")) {
      socket.startHandshake();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> {
                socket.startHandshake();
                socket
                    .getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                socket.getInputStream().read();
              });
      assertThat(origin.requests()).isEmpty();
    }
  }

  @Test
  void http1IsAgreedOnWithClientsThatAskForIt() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        SSLSocket socket = socket(stage)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"http/1.1", "http/1.0"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      assertThat(Stage.get(new Wire(socket), "/").body()).isEqualTo("hello");
    }
  }

  @Test
  void http2IsAgreedOnWithClientsThatKnowIt() throws Exception {
    Certificates.put(authority.server("localhost"), certificate, key);
    Path log = folder.resolve("access.log");
    GatewayOptions logged =
        options(Stage.OPTIONS).withAccessLog(new AccessLog(log, AccessLog.Format.JSON));
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(logged, origin);
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
      URI uri = URI.create("https://localhost:" + stage.gateway().address().getPort() + "/two");
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("x")).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(reply.body()).isEqualTo("hello");
      assertThat(origin.requests().element().header("x-forwarded-proto")).isEqualTo("https");
      Awaitility.await().until(() -> Files.readString(log).contains("\"path\":\"/two\""));
      assertThat(Files.readString(log)).contains("\"protocol\":\"HTTP/2.0\"");
    }
  }

  @Test
  void aClientOfHttp2HearsWhyItsConnectionEndsAndThatThisIsAll() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        RecordedSocket carrier = RecordedSocket.to(stage.gateway().address());
        SSLSocket socket = over(carrier)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      Wire wire = new Wire(socket);
      Frames client = new Frames(wire);
      wire.send(Frames.PREFACE);
      client.send(Frames.SETTINGS, 0, 0);
      client.send(Frames.DATA, 0, 0, (byte) 1);

      assertThat(client.await(Frames.GOAWAY).error()).as("PROTOCOL_ERROR").isEqualTo(1);
      assertThat(wire.next()).isEqualTo(-1);
      assertThat(carrier.endedWithAlert()).isTrue();
    }
  }

  @Test
  void aNewCertificateIsUsedForNewConnectionsAndNoRequestFails() throws Exception {
    X509Bundle next =
        authority.server("shop", CertificateBuilder.Algorithm.rsa2048, Duration.ofDays(90));
    BigInteger serial = next.getCertificate().getSerialNumber();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        Wire before = connect(stage)) {
      before.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(before.receive().body()).isEqualTo("hello");
      Thread traffic =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!stop.get()) {
                      try (Wire wire = connect(stage)) {
                        assertThat(Stage.get(wire, "/").body()).isEqualTo("hello");
                        served.incrementAndGet();
                      } catch (IOException | AssertionError e) {
                        failures.add(e.toString());
                      }
                    }
                  });
      Certificates.put(next, certificate, key);
      Awaitility.await()
          .until(
              () -> {
                try (SSLSocket socket = socket(stage)) {
                  return serial(socket).equals(serial);
                }
              });
      stop.set(true);
      traffic.join();

      assertThat(failures).isEmpty();
      assertThat(served.get()).isPositive();
      before.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(before.receive().body()).isEqualTo("hello");
      assertThat(stage.admin("/metrics"))
          .contains(
              "serin_gateway_certificate_reloads_total{entrance=\"%s\",result=\"ok\"} 1.0"
                  .formatted(where(stage)));
      assertThat(expiry(stage)).isEqualTo(next.getCertificate().getNotAfter().toInstant());
    }
  }

  @Test
  void aBrokenCertificateLeavesTheOldOneInUse() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin)) {
      BigInteger old;
      try (SSLSocket socket = socket(stage)) {
        old = serial(socket);
      }
      Files.writeString(certificate, "half");
      String failed =
          "serin_gateway_certificate_reloads_total{entrance=\"%s\",result=\"failed\"} 1.0"
              .formatted(where(stage));
      Awaitility.await().until(() -> stage.admin("/metrics").contains(failed));

      try (SSLSocket socket = socket(stage)) {
        assertThat(serial(socket)).isEqualTo(old);
      }
    }
  }

  @Test
  void withoutItsFilesItDoesNotOpen() throws Exception {
    Files.delete(key);
    assertThat(Gateway.open(options(Stage.OPTIONS)))
        .isInstanceOfSatisfying(
            Gateway.Opened.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo("there is no key " + key));
  }

  @Test
  void aClientThatDoesNotTrustItIsCounted() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = stage(origin);
        SSLSocket stranger =
            (SSLSocket)
                Certificates.authority()
                    .client()
                    .getSocketFactory()
                    .createSocket(Wire.socket(stage.gateway().address()), "shop", 443, true)) {
      stranger.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(stranger::startHandshake);
      awaitRefusals(stage, 1);
    }
  }

  private static Instant expiry(Stage stage) throws Exception {
    String name = "serin_gateway_certificate_expiry_timestamp_seconds{";
    String line =
        stage.admin("/metrics").lines().filter(it -> it.startsWith(name)).findFirst().orElseThrow();
    return Instant.ofEpochSecond((long) Double.parseDouble(line.substring(line.indexOf(' '))));
  }

  private static String where(Stage stage) {
    return "127.0.0.1:" + stage.gateway().address().getPort();
  }

  private static void awaitRefusals(Stage stage, int count) {
    String line = "serin_gateway_refused_connections_total{reason=\"tls\"} " + count + ".0";
    Awaitility.await().until(() -> stage.admin("/metrics").contains(line));
  }
}

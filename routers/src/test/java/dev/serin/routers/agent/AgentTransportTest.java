package dev.serin.routers.agent;

import static dev.serin.routers.FakeBalancer.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.routers.FakeBalancer;
import java.io.IOException;
import java.io.InputStream;
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
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent does with connections that are not those of an engine.
class AgentTransportTest {
  private final FakeBalancer balancer = new FakeBalancer("nginx");
  @TempDir private Path folder;
  private Authority authority;
  private Agent agent;
  private SSLContext engine;

  @BeforeEach
  void start() throws Exception {
    authority = new Authority(folder, "root");
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    agent = valid(Agent.start(any, authority.sign("localhost"), Map.of(SHOP, balancer)));
    engine = valid(authority.sign("engine").client());
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private static <T> T valid(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T>(var value) -> value;
      case Checked.Invalid<T>(var why) -> throw new AssertionError(why);
    };
  }

  private HttpResponse<String> post(HttpClient client, String path, String body) throws Exception {
    URI uri = URI.create("https://localhost:" + agent.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  private void isWell() throws Exception {
    String letter =
        new String(
            Wire.write(new Ask.Letter(Ask.VERSION, SHOP, List.of(), new Ask.Observe())),
            StandardCharsets.UTF_8);
    try (HttpClient client = client(engine)) {
      assertThat(post(client, "/serin", letter).body())
          .isEqualTo("{\"answer\":\"routed\",\"live\":{\"live\":\"unset\"}}");
    }
    assertThat(balancer.live).isEqualTo(new Live.Unset());
  }

  @Test
  void whoHasNoCertificateIsNotHeard() throws Exception {
    TrustManagerFactory trust = trustOf(authority);
    SSLContext nobody = SSLContext.getInstance("TLS");
    nobody.init(null, trust.getTrustManagers(), null);
    try (HttpClient client = client(nobody)) {
      assertThatThrownBy(() -> post(client, "/serin", "{}")).isInstanceOf(IOException.class);
    }
    isWell();
  }

  private static TrustManagerFactory trustOf(Authority authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (InputStream in = Files.newInputStream(authority.certificate())) {
      store.setCertificateEntry(
          "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  @Test
  void twoVersionsOfTlsAreSpoken() throws Exception {
    for (String version : TlsFiles.PROTOCOLS) {
      try (SSLSocket socket = (SSLSocket) engine.getSocketFactory().createSocket()) {
        socket.setEnabledProtocols(new String[] {version});
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.port()));
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
    isWell();
  }

  @Test
  void otherPathsAndMethodsAndLargeBodiesAreRefused() throws Exception {
    try (HttpClient client = client(engine)) {
      assertThat(post(client, "/", "{}").statusCode()).isEqualTo(404);
      URI uri = URI.create("https://localhost:" + agent.port() + "/serin");
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(uri).GET().build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(405);
      assertThat(post(client, "/serin", "hello").body())
          .startsWith("{\"answer\":\"refused\",\"why\":\"the agent can not read this: ");
    }
    try (HttpClient client = client(engine)) {
      assertThat(post(client, "/serin", "x".repeat(300_000)).statusCode()).isEqualTo(413);
    }
    isWell();
  }

  @Test
  void whoOnlyConnectsKeepsNobodyOut() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 600; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), agent.port()));
      }
      isWell();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void garbageBeforeAndInsideTlsIsHarmless() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[random.nextInt(1, 2000)];
      random.nextBytes(bytes);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
        swallow(socket, bytes);
      }
      try (Socket socket =
          engine.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), agent.port())) {
        swallow(socket, bytes);
      }
    }
    isWell();
  }

  /// Sends all and reads what comes until the other side has enough; it may break off.
  private static void swallow(Socket socket, byte[] bytes) {
    try {
      socket.setSoTimeout(200);
      socket.getOutputStream().write(bytes);
      socket.getInputStream().readAllBytes();
    } catch (IOException _) {
      // As it should.
    }
  }

  /// Two letters in one go: one after the other is answered.
  @Test
  void lettersOfOneConnectionAreAnsweredInTurn() throws Exception {
    byte[] look = Wire.write(new Ask.Letter(1, SHOP, List.of(), new Ask.Observe()));
    String head = "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%s\r\n";
    String body = new String(look, StandardCharsets.UTF_8);
    String two =
        head.formatted("/nowhere", look.length, "")
            + body
            + head.formatted("/serin", look.length, "Connection: close\r\n")
            + body;
    try (Socket socket =
        engine.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), agent.port())) {
      socket.getOutputStream().write(two.getBytes(StandardCharsets.UTF_8));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers).containsSubsequence("404 Not Found", "200 OK", "unset");
    }
  }
}

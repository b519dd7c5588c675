package dev.serin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a server ends.
final class ShutdownTest {
  private static final String DOCUMENT = "kind: Nothing";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  @Test
  void itIsNotReadyWhileARequestEndsAndEventStreamsDoNotHoldItUp() throws Exception {
    try (Server server = Servers.open(folder, Server.Options.KEEP_MEASUREMENTS);
        Socket underWay = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      URI uri = server.uri();
      InputStream events = stream(uri);
      assertThat(isReady(uri)).isTrue();
      underWay
          .getOutputStream()
          .write(
              """
              POST /api/v1/lint HTTP/1.1\r
              Host: localhost\r
              Content-Type: application/yaml\r
              Connection: close\r
              Content-Length: %d\r
              \r
              kind:"""
                  .formatted(DOCUMENT.length())
                  .getBytes(StandardCharsets.US_ASCII));
      CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);

      await().atMost(Duration.ofSeconds(20)).until(() -> !isReady(uri));
      events.readAllBytes();
      assertThat(closed).isNotDone();
      underWay
          .getOutputStream()
          .write(DOCUMENT.substring("kind:".length()).getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(underWay.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
      closed.get();
    }
  }

  private InputStream stream(URI uri) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(uri.resolve("/api/v1/events")).build(),
            BodyHandlers.ofInputStream())
        .body();
  }

  private boolean isReady(URI uri) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(uri.resolve("/readyz")).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }
}

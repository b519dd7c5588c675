package dev.serin.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.server.access.Grant;
import dev.serin.server.access.Role;
import dev.serin.server.access.Tokens;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An event stream ends with the token that it was opened with.
final class RevokedStreamTest {
  @TempDir private Path folder;

  @Test
  void whoMayNoMoreHearsNoMore() throws Exception {
    try (Store store = Store.open(folder);
        Server server = Servers.open(folder, Server.Options.KEEP_MEASUREMENTS);
        HttpClient client = HttpClient.newHttpClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Tokens tokens = new Tokens(store);
      Tokens.Issued leaving = Servers.token(tokens, "leaving", new Grant(Role.VIEWER, "*"));
      Tokens.Issued staying = Servers.token(tokens, "staying", new Grant(Role.VIEWER, "*"));
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(reading(open(client, server, leaving)), threads);
      InputStream goesOn = open(client, server, staying);
      CompletableFuture<Void> other = CompletableFuture.runAsync(reading(goesOn), threads);

      tokens.revoke(leaving.token().id());

      await().atMost(Duration.ofSeconds(20)).until(ended::isDone);
      assertThat(other).isNotDone();
      goesOn.close();
    }
  }

  private static InputStream open(HttpClient client, Server server, Tokens.Issued token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/api/v1/events"))
            .header("Authorization", "Bearer " + token.secret())
            .build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /// Reads to the end.
  private static Runnable reading(InputStream events) {
    return () -> {
      try {
        events.readAllBytes();
      } catch (IOException _) {
        // It was closed here.
      }
    };
  }
}

package dev.serin.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// Servers of several versions, and a user who asks the gateway for as long as a command runs.
final class Town implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final int port = freePort();

  /// Starts a server that answers with its version.
  ///
  /// @return its URL
  String server(String version) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] body = version.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      servers.add(server);
      return "http://127.0.0.1:" + server.getAddress().getPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A URL where nobody listens.
  static String nobody() {
    return "http://127.0.0.1:1";
  }

  /// Where the gateway is to listen.
  String listen() {
    return "127.0.0.1:" + port;
  }

  /// What the user was told since [#visited] began: versions, or status codes of failures.
  List<String> answers() {
    return List.copyOf(answers);
  }

  /// Runs a command, while a user asks the gateway as soon as it listens.
  Shell.Ran visited(String... command) throws InterruptedException {
    answers.clear();
    AtomicBoolean over = new AtomicBoolean();
    Thread user = Thread.ofVirtual().start(() -> ask(over));
    Shell.Ran ran = Shell.serin(command);
    over.set(true);
    user.join(PATIENCE);
    return ran;
  }

  private void ask(AtomicBoolean over) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + listen())).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!over.get()) {
        try {
          HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
          answers.add(answer.statusCode() == 200 ? answer.body() : "" + answer.statusCode());
        } catch (IOException _) {
          Thread.onSpinWait();
        } catch (InterruptedException _) {
          return;
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}

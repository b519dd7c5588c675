package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real HAProxy of its own, whose two pools answer with their names.
final class Haproxy implements AutoCloseable {
  private final Process process;
  private final RuntimeApi api;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  private Haproxy(Process process, RuntimeApi api, URI url) {
    this.process = process;
    this.api = api;
    this.url = url;
  }

  static Haproxy start(Path folder, List<Routing.HeaderRoute> routes, Path map) throws IOException {
    int port = freePort();
    Path socket = folder.resolve("haproxy.sock");
    Fragment fragment =
        new Fragment(
            new RolloutId("default", "shop"),
            backend("serin_one", "v1", freePort()),
            backend("serin_two", "v2", freePort()),
            routes,
            map.toString());
    Path file =
        Files.writeString(folder.resolve("haproxy.cfg"), configuration(port, socket, fragment));
    Process process =
        new ProcessBuilder("haproxy", "-db", "-f", file.toString()).inheritIO().start();
    RuntimeApi api = new RuntimeApi(RuntimeApi.address(socket.toString()), Duration.ofSeconds(5));
    Awaitility.await().until(() -> api.ask("show info") instanceof RuntimeApi.Reply.Answer);
    return new Haproxy(process, api, URI.create("http://127.0.0.1:" + port + "/"));
  }

  private static Backend backend(String name, String revision, int port) {
    return new Backend(
        name,
        new Revision(revision),
        List.of(new Backend.Endpoint(URI.create("http://127.0.0.1:" + port), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  private static String configuration(int port, Path socket, Fragment fragment) {
    StringBuilder origins = new StringBuilder();
    for (Backend backend : List.of(fragment.first(), fragment.second())) {
      origins.append(
          "frontend origin_%s\n  bind %s\n  http-request return status 200 content-type text/plain string %s\n"
              .formatted(
                  backend.name(),
                  backend.endpoints().getFirst().url().getAuthority(),
                  backend.name().substring("serin_".length())));
    }
    return """
        global
          stats socket %s level operator
        defaults
          mode http
          timeout client 10s
          timeout server 10s
          timeout connect 1s
        %sfrontend users
          bind 127.0.0.1:%d
          %s
        %s
        """
        .formatted(
            socket,
            origins,
            port,
            String.join("\n  ", fragment.frontend()),
            String.join("\n", fragment.backends()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  RuntimeApi api() {
    return api;
  }

  String get(String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
  }
}

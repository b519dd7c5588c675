package dev.serin.routers.nginx;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real nginx of its own, whose two pools answer with their names.
final class Nginx implements AutoCloseable {
  private final Process process;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  private Nginx(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  static Nginx start(Path folder, List<Routing.HeaderRoute> routes, Path switches)
      throws IOException {
    int port = freePort();
    Include include =
        new Include(
            new RolloutId("default", "shop"),
            backend("serin_one", "v1", freePort()),
            backend("serin_two", "v2", freePort()),
            routes,
            List.of(),
            switches.toString());
    Path file =
        Files.writeString(folder.resolve("nginx.conf"), configuration(port, folder, include));
    Process process =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString())
            .inheritIO()
            .start();
    Nginx nginx = new Nginx(process, URI.create("http://127.0.0.1:" + port + "/"));
    Awaitility.await().ignoreExceptions().until(() -> !nginx.get().isEmpty());
    return nginx;
  }

  private static Backend backend(String name, String revision, int port) {
    return new Backend(
        name,
        new Revision(revision),
        List.of(new Backend.Endpoint(URI.create("http://127.0.0.1:" + port), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  private static String configuration(int port, Path folder, Include include) {
    StringBuilder origins = new StringBuilder();
    for (Backend backend : List.of(include.first(), include.second())) {
      origins.append(
          "server { listen %s; location / { return 200 %s; } }\n"
              .formatted(
                  backend.endpoints().getFirst().url().getAuthority(),
                  backend.name().substring("serin_".length())));
    }
    return """
        daemon off;
        user root;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          %2$s
          %3$s
          server {
            listen 127.0.0.1:%4$d;
            location / {
              %5$s
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_pass http://%6$s;
            }
          }
        }
        """
        .formatted(folder, include.http(), origins, port, include.location(), include.pool());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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

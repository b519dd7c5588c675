package dev.serin.server.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Two pools of one server each, and manifests of a rollout between them.
public final class Pools implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();

  /// Starts them.
  public Pools() throws IOException {
    start("blue");
    start("green");
  }

  private void start(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        "{\"ok\":true,\"pool\":\"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    servers.add(server);
  }

  /// The address of a pool, 0 or 1.
  public String url(int pool) {
    return "http://127.0.0.1:" + servers.get(pool).getAddress().getPort();
  }

  /// The Backends, each with its version.
  public String backends(String blue, String green) {
    return backend("blue", 0, blue) + backend("green", 1, green);
  }

  private String backend(String name, int pool, String version) {
    return """
    ---
    apiVersion: serin.dev/v1alpha1
    kind: Backend
    metadata: {name: %s}
    spec:
      version: "%s"
      endpoints: [{url: "%s"}]
    """
        .formatted(name, version, url(pool));
  }

  /// A rollout that waits for a person at half of the traffic, and whose analysis passes.
  public String rollout(String name) {
    return """
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Rollout
    metadata: {name: %s}
    spec:
      strategy:
        canary:
          stableService: blue
          canaryService: green
          steps:
            - setWeight: 50
            - pause: {}
            - analysis: {templates: [{templateName: healthy}]}
    """
        .formatted(name);
  }

  /// The template that the rollout names.
  public String template() {
    return """
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AnalysisTemplate
    metadata: {name: healthy}
    spec:
      metrics:
        - name: ok
          successCondition: result == true
          provider:
            web: {url: "%s/", jsonPath: "{$.ok}"}
    """
        .formatted(url(1));
  }

  /// A gateway.
  ///
  /// @param routes a host and the rollout that it leads to, and so on
  public static String gateway(String... routes) {
    StringBuilder document =
        new StringBuilder(
            """
            ---
            apiVersion: serin.dev/v1alpha1
            kind: Gateway
            metadata: {name: front}
            spec:
              routes:
            """);
    for (int i = 0; i < routes.length; i += 2) {
      document.append("    - {host: \"%s\", rollout: %s}\n".formatted(routes[i], routes[i + 1]));
    }
    return document.toString();
  }

  /// Everything that a rollout needs.
  public String all(String blue, String green) {
    return rollout("shop") + template() + backends(blue, green);
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}

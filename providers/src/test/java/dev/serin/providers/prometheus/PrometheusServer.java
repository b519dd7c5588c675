package dev.serin.providers.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The real Prometheus, on the loopback with a folder of its own; scrapes each second.
public final class PrometheusServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final int port;
  private final Process process;

  private PrometheusServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /// A server that scrapes `/metrics` of these addresses.
  ///
  /// @param targets `http://host:port`
  /// @throws IllegalStateException when Prometheus is not installed, or does not start
  public static PrometheusServer scraping(String... targets) {
    return start("", List.of(targets));
  }

  /// A server that scrapes nothing, and serves as Prometheus' `web.config.file` says.
  public static PrometheusServer serving(String webConfig) {
    return start(webConfig, List.of());
  }

  private static PrometheusServer start(String webConfig, List<String> targets) {
    try {
      Path folder = Files.createTempDirectory("serin-prometheus");
      Files.writeString(folder.resolve("web.yml"), webConfig);
      Files.writeString(folder.resolve("prometheus.yml"), scrapeConfig(targets));
      int port = freePort();
      var server = new PrometheusServer(folder, port, launch(folder, port));
      await("Prometheus to be ready").atMost(PATIENCE).until(server::ready);
      return server;
    } catch (IOException failed) {
      throw new IllegalStateException("Prometheus can not be started", failed);
    }
  }

  private static Process launch(Path folder, int port) throws IOException {
    return new ProcessBuilder(
            executable(),
            "--config.file=" + folder.resolve("prometheus.yml"),
            "--web.config.file=" + folder.resolve("web.yml"),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static String executable() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "prometheus is not on the PATH: install it (Debian, Ubuntu: apt-get install"
                        + " prometheus), or run ./check as root, which does"))
        .toString();
  }

  private static String scrapeConfig(List<String> targets) {
    String all =
        targets.stream()
            .map(target -> "\"" + URI.create(target).getAuthority() + "\"")
            .collect(Collectors.joining(", "));
    return """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: app
            static_configs:
              - targets: [%s]
        """
        .formatted(all);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private boolean ready() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "Prometheus ended with %d: %s"
              .formatted(process.exitValue(), Files.readString(folder.resolve("log"))));
    }
    try {
      return status("/-/ready") != 503;
    } catch (IOException _) {
      return false;
    }
  }

  /// `http://127.0.0.1:PORT`.
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /// Waits until a query has a result.
  public void awaitResult(String query) {
    String path = "/api/v1/query?query=" + URLEncoder.encode(query, UTF_8);
    await(query).atMost(PATIENCE).until(() -> !get(path).contains("\"result\":[]"));
  }

  private String get(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path), BodyHandlers.ofString()).body();
  }

  private int status(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path), BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(address() + path))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      deleteFolder();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException left) {
      throw new IllegalStateException("Prometheus' folder can not be removed", left);
    }
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

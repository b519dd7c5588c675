package dev.serin.routers.haproxy;

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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A real HAProxy of its own in master-worker mode, with a configuration as people have it. Two
/// more of its frontends play the servers, and answer with `one` and `two`.
final class RunningHaproxy implements AutoCloseable {
  /// What the user's own backend answers.
  static final String OWN = "own";

  private final Path folder;
  private final int port;
  private final int first;
  private final int second;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private RunningHaproxy(Path folder, String level) throws IOException {
    this.folder = folder;
    this.port = freePort();
    this.first = freePort();
    this.second = freePort();
    Files.writeString(config(), configuration(level));
    this.process = launch();
  }

  /// @param level of its socket
  static RunningHaproxy start(Path folder, String level) throws IOException {
    RunningHaproxy haproxy = new RunningHaproxy(folder, level);
    haproxy.awaitUp();
    return haproxy;
  }

  private Process launch() throws IOException {
    return new ProcessBuilder("haproxy", "-W", "-db", "-f", config().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("haproxy.out").toFile())
        .start();
  }

  private String configuration(String level) {
    return """
        global
          stats socket %s level %s expose-fd listeners

        defaults
          mode http
          option redispatch
          timeout client 10s
          timeout server 10s
          timeout connect 1s

        frontend origin_one
          bind 127.0.0.1:%d
          http-request return status 500 if { path /broken }
          http-request return status 200 content-type text/plain string one
        frontend origin_two
          bind 127.0.0.1:%d
          http-request return status 500 if { path /broken }
          http-request return status 200 content-type text/plain string two
        frontend own
          bind 127.0.0.1:%d
          http-request return status 200 content-type text/plain string own

        frontend users # the one that users reach
          bind 127.0.0.1:%d
          http-request set-header X-User yes

          # where it all goes
          use_backend classic if { path_beg /classic }
          default_backend plain

        backend plain
          server plain 127.0.0.1:%d

        backend classic
          cookie SRV insert indirect nocache
          server a 127.0.0.1:%d weight 10 cookie a
          server b 127.0.0.1:%d weight 0 cookie b
        """
        .formatted(socket(), level, first, second, ownPort(), port, ownPort(), first, second);
  }

  private final int own = freePort();

  private int ownPort() {
    return own;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  Path socket() {
    return folder.resolve("h.sock");
  }

  Path config() {
    return folder.resolve("haproxy.cfg");
  }

  /// Settings that a manifest would hold for it.
  Map<String, Object> settings(Map<String, Object> more) {
    Map<String, Object> settings = new java.util.HashMap<>();
    settings.put("socket", socket().toString());
    settings.put("config", config().toString());
    settings.put("maps", folder.resolve("maps").toString());
    settings.put("frontend", "users");
    settings.put("reload", List.of("kill", "-USR2", Long.toString(process.pid())));
    settings.putAll(more);
    return settings;
  }

  URI firstServer() {
    return URI.create("http://127.0.0.1:" + first);
  }

  URI secondServer() {
    return URI.create("http://127.0.0.1:" + second);
  }

  RuntimeApi api() {
    return new RuntimeApi(RuntimeApi.address(socket().toString()), Duration.ofSeconds(5));
  }

  String ask(String command) {
    return switch (api().ask(command)) {
      case RuntimeApi.Reply.Answer(String text) -> text;
      case RuntimeApi.Reply.Unreachable(String why) -> throw new IllegalStateException(why);
    };
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpResponse<String> send(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  String get(String... headers) throws IOException, InterruptedException {
    return send("/", headers).body();
  }

  /// A reload, as `systemctl reload` does it; returns when the new process answers.
  void reload() throws IOException {
    RuntimeApi.Life before = api().life().orElseThrow();
    // A master that is still starting does not hear the first signal.
    for (int attempt = 0; attempt < 5; attempt++) {
      new ProcessBuilder("kill", "-USR2", Long.toString(process.pid())).start();
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(4))
            .until(() -> api().life().filter(now -> !before.goesOnIn(now)).isPresent());
        return;
      } catch (ConditionTimeoutException _) {
        // It is asked again.
      }
    }
    throw new AssertionError("HAProxy does not reload");
  }

  /// Kills it without warning, and starts it anew.
  void restart() throws IOException {
    kill();
    process = launch();
    awaitUp();
  }

  void kill() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    workers.forEach(worker -> worker.onExit().join());
  }

  private void awaitUp() {
    Awaitility.await().until(() -> api().life().isPresent());
  }

  @Override
  public void close() {
    http.close();
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}

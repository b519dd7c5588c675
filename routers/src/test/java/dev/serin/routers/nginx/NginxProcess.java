package dev.serin.routers.nginx;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.BalancedRollout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A real nginx of its own with a user's configuration. Its two pools are servers of the same nginx
/// that answer with `<one>` and `<two>` and log what they got.
final class NginxProcess implements AutoCloseable {
  static final RolloutId SHOP = new RolloutId("default", "shop");

  final Path folder;
  final int port;
  final int probe;
  final int one;
  final int two;
  private final int free;
  private final boolean lua;
  private String main = "";
  private String upstreams = "";
  private @Nullable Process process;

  NginxProcess(Path folder, boolean lua) throws IOException {
    this.folder = folder;
    this.lua = lua;
    List<Integer> ports = freePorts();
    port = ports.get(0);
    probe = ports.get(1);
    one = ports.get(2);
    two = ports.get(3);
    free = ports.get(4);
    Files.createDirectories(folder.resolve("tmp"));
    include("", "", "return 200 \"<plain>\";");
  }

  /// What the user's main file holds.
  Path configuration() {
    return folder.resolve("nginx.conf");
  }

  Path includes() {
    return folder.resolve("serin");
  }

  Path state() {
    return folder.resolve("state");
  }

  /// A port that is left for a test.
  int free() {
    return free;
  }

  /// What an origin got: a line for each request, with method, URI and `X-Mirror`.
  Path log(String origin) {
    return folder.resolve(origin + ".log");
  }

  Map<String, Object> settings(String mechanism) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("includes", includes().toString());
    settings.put("state", state().toString());
    settings.put("probe", "127.0.0.1:" + probe);
    settings.put("mechanism", mechanism);
    settings.put("config", configuration().toString());
    settings.put("prefix", folder.toString());
    return settings;
  }

  BalancedRollout rollout(List<Routing.HeaderRoute> headers, List<Routing.MirrorRoute> mirrors) {
    return new BalancedRollout(
        SHOP, backend("shop-blue", "v1", one), backend("shop-green", "v2", two), headers, mirrors);
  }

  static Backend backend(String name, String revision, int port) {
    return new Backend(
        name,
        new Revision(revision),
        List.of(new Backend.Endpoint(URI.create("http://127.0.0.1:" + port), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  /// Writes the user's configuration.
  NginxProcess include(String http, String server, String location) throws IOException {
    main =
        """
        http {
          access_log off;
          types_hash_max_size 2048;
          client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
          uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
          log_format origin '$request_method $request_uri $http_x_mirror';
          keepalive_requests 1000000;
          %s
          %s
          server { listen 127.0.0.1:%d; access_log %s origin; location / { return 200 "<one>"; } }
          server { listen 127.0.0.1:%d; access_log %s origin; location / { return 200 "<two>"; } }
          server {
            listen 127.0.0.1:%d;
            %s
            location / {
              %s
            }
          }
        }
        """
            .formatted(upstreams, http, one, log("one"), two, log("two"), port, server, location);
    Files.writeString(configuration(), head() + main);
    return this;
  }

  NginxProcess upstreams(String text) {
    upstreams = text;
    return this;
  }

  /// Writes the lines that `init` asked for.
  NginxProcess includeAll(NginxSetup.Outcome outcome) throws IOException {
    StringBuilder server = new StringBuilder();
    StringBuilder location = new StringBuilder();
    StringBuilder http = new StringBuilder();
    for (NginxSetup.Place place : ((NginxSetup.Outcome.NeedsLines) outcome).places()) {
      (place.where().contains("http")
              ? http
              : place.where().contains("location") ? location : server)
          .append(String.join("\n", place.lines()))
          .append('\n');
    }
    return include(http.toString(), server.toString(), location.toString());
  }

  private String head() {
    String modules =
        lua
            ? """
              load_module %1$s/ndk_http_module.so;
              load_module %1$s/ngx_http_lua_module.so;
              """
                .formatted(modules())
            : "";
    return modules
        + """
        daemon off;
        user root;
        worker_processes 2;
        pid %s/nginx.pid;
        error_log %s/error.log warn;
        events { worker_connections 512; }
        """
            .formatted(folder, folder);
  }

  private static String modules() {
    Control control = new Control(NginxSettings.of(null));
    Matcher path = Pattern.compile("--modules-path=(\\S+)").matcher(control.built().output());
    return path.find() ? path.group(1) : "modules";
  }

  NginxProcess start() throws IOException {
    process =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration().toString())
            .inheritIO()
            .start();
    Awaitility.await().until(() -> answers(port));
    return this;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /// Ends it as the kernel does.
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      List<ProcessHandle> workers = running.children().toList();
      running.destroyForcibly().waitFor();
      workers.forEach(ProcessHandle::destroyForcibly);
      workers.forEach(worker -> worker.onExit().join());
      process = null;
    }
  }

  Users users() {
    return new Users(port);
  }

  /// Ports that are free, all of them at once, so that they differ.
  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running == null) {
      return;
    }
    List<ProcessHandle> workers = running.children().toList();
    running.destroy();
    try {
      if (!running.waitFor(5, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException _) {
      running.destroyForcibly();
    }
  }
}

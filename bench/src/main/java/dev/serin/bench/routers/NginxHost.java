package dev.serin.bench.routers;

import dev.serin.bench.http.Program;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.nginx.Nginx;
import dev.serin.routers.nginx.NginxSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A user's nginx.
record NginxHost(Place place) implements Host {
  private static final Pattern MODULES = Pattern.compile("--modules-path=(\\S+)");

  private static final String PLAIN =
      """
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_pass http://app;
      """;

  /// The module for Lua; empty when nginx has none.
  static Optional<Path> lua() throws IOException {
    Process built = new ProcessBuilder("nginx", "-V").redirectErrorStream(true).start();
    String text = new String(built.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher modules = MODULES.matcher(text);
    return modules.find()
        ? Optional.of(Path.of(modules.group(1), "ngx_http_lua_module.so")).filter(Files::exists)
        : Optional.empty();
  }

  @Override
  public Program start() throws IOException {
    write("", "", PLAIN);
    List<String> command =
        place
            .stage()
            .proxy("nginx", "-p", place.folder().toString(), "-c", configuration().toString());
    return place.stage().start(place.way().name(), place.port(), command);
  }

  private Path configuration() throws IOException {
    return place.folder().resolve("nginx.conf");
  }

  private void write(String http, String server, String location) throws IOException {
    String text =
        modules()
            + """
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log error;
            events { worker_connections 16000; }
            http {
              access_log off;
              keepalive_timeout 3600;
              keepalive_requests 1000000000;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              upstream app {
                server 127.0.0.1:%2$d weight=9;
                server 127.0.0.1:%3$d;
                keepalive 64;
                keepalive_requests 100000;
              }
              %4$s
              server {
                listen 127.0.0.1:%5$d backlog=4096;
                %6$s
                location / {
                  %7$s
                }
              }
            }
            """
                .formatted(
                    place.folder(),
                    place.stage().ports().stable(),
                    place.stage().ports().canary(),
                    http,
                    place.port(),
                    server,
                    location);
    Files.writeString(configuration(), text);
  }

  /// Only who steers by Lua has it.
  private String modules() throws IOException {
    Optional<Path> lua = place.way().mechanism().equals("lua") ? lua() : Optional.empty();
    return lua.map(
            module ->
                "load_module %s;\nload_module %s;\n"
                    .formatted(module.resolveSibling("ndk_http_module.so"), module))
        .orElse("");
  }

  @Override
  public PoolRouter steer(BalancedRollout rollout) throws IOException {
    NginxSetup setup = Nginx.setup(rollout, settings());
    if (setup.init() instanceof NginxSetup.Outcome.NeedsLines needs) {
      write(lines(needs, "http"), lines(needs, "server"), lines(needs, "location"));
    }
    NginxSetup.Outcome outcome = setup.init();
    if (!(outcome instanceof NginxSetup.Outcome.Ready)) {
      throw place.refused(outcome);
    }
    return Nginx.router(rollout, settings());
  }

  private static String lines(NginxSetup.Outcome.NeedsLines needs, String where) {
    return needs.places().stream()
        .filter(each -> each.where().contains(where))
        .map(each -> String.join("\n", each.lines()))
        .findFirst()
        .orElse("");
  }

  private Map<String, Object> settings() throws IOException {
    Map<String, Object> settings = new HashMap<>(place.settings());
    settings.put("includes", place.folder().resolve("serin").toString());
    settings.put("state", place.folder().resolve("state").toString());
    settings.put("probe", "127.0.0.1:" + place.probe());
    settings.put("config", configuration().toString());
    settings.put("prefix", place.folder().toString());
    return settings;
  }
}

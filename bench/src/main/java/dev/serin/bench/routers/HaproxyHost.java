package dev.serin.bench.routers;

import dev.serin.bench.http.Program;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.haproxy.Haproxy;
import dev.serin.routers.haproxy.SetupOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A user's HAProxy, in master-worker mode as systemd starts it.
final class HaproxyHost implements Host {
  private static final String BACKEND = "app";

  private final Place place;
  private final boolean sticky;
  private String pid = "";

  /// @param sticky true when clients stay with a server by a cookie of HAProxy's
  HaproxyHost(Place place, boolean sticky) {
    this.place = place;
    this.sticky = sticky;
  }

  @Override
  public Program start() throws IOException {
    Files.writeString(configuration(), text());
    List<String> command =
        place.stage().proxy("haproxy", "-W", "-db", "-f", configuration().toString());
    Program program = place.stage().start(place.way().name(), place.port(), command);
    pid = Long.toString(program.process().pid());
    return program;
  }

  private Path configuration() throws IOException {
    return place.folder().resolve("haproxy.cfg");
  }

  private Path socket() throws IOException {
    return place.folder().resolve("admin.sock");
  }

  private String text() throws IOException {
    return """
      global
        nbthread 1
        maxconn 8000
        stats socket %s level admin expose-fd listeners
      defaults
        mode http
        timeout connect 5s
        timeout client 1h
        timeout server 1h
        option http-keep-alive
        option redispatch
        http-reuse always
      frontend clients
        bind 127.0.0.1:%d backlog 4096
        default_backend %s
      backend %s
        balance roundrobin%s
        server stable 127.0.0.1:%d weight 90%s
        server canary 127.0.0.1:%d weight 10%s
      """
        .formatted(
            socket(),
            place.port(),
            BACKEND,
            BACKEND,
            sticky ? "\n  cookie SRV insert indirect nocache" : "",
            place.stage().ports().stable(),
            sticky ? " cookie stable" : "",
            place.stage().ports().canary(),
            sticky ? " cookie canary" : "");
  }

  @Override
  public PoolRouter steer(BalancedRollout rollout) throws IOException {
    SetupOutcome outcome = Haproxy.setup(rollout, settings()).init();
    if (!(outcome instanceof SetupOutcome.Ready)) {
      throw place.refused(outcome);
    }
    return Haproxy.router(rollout, settings());
  }

  private Map<String, Object> settings() throws IOException {
    Map<String, Object> settings = new HashMap<>(place.settings());
    settings.put("socket", socket().toString());
    settings.put("config", configuration().toString());
    settings.put("maps", place.folder().resolve("maps").toString());
    settings.put("frontend", "clients");
    settings.put("reload", List.of("kill", "-USR2", pid));
    if (place.way().mechanism().equals("weights")) {
      settings.put("backend", BACKEND);
    }
    return settings;
  }
}

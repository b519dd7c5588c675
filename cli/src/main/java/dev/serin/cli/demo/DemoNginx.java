package dev.serin.cli.demo;

import dev.serin.core.engine.Backend;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.nginx.Nginx;
import dev.serin.routers.nginx.NginxSetup;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// An nginx of the demo's own.
public final class DemoNginx extends DemoBalancer {
  private final int probe;
  private final int log;

  /// One that does not run yet.
  ///
  /// @param folder that is there for it alone
  /// @param address where users come in
  /// @throws IllegalStateException when nginx is not installed
  public DemoNginx(Path folder, InetSocketAddress address) {
    super(folder, address, "nginx");
    List<Integer> ports = freePorts(2);
    this.probe = ports.get(0);
    this.log = ports.get(1);
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of(
        "binary", program(),
        "config", configuration().toString(),
        "prefix", folder().toString(),
        "includes", folder().resolve("serin").toString(),
        "state", folder().resolve("switches").toString(),
        "probe", "127.0.0.1:" + probe,
        "log", "127.0.0.1:" + log);
  }

  private Path configuration() {
    return folder().resolve("nginx.conf");
  }

  @Override
  public void begin(BalancedRollout rollout) {
    Backend first = rollout.first();
    String server = first.endpoints().getFirst().url().getAuthority();
    write(
        "nginx.conf",
        text("upstream demo { server " + server + "; }", "", "proxy_pass http://demo;"));
    start("-p", folder().toString(), "-c", configuration().toString());
    NginxSetup setup = Nginx.setup(rollout, settings());
    if (setup.init() instanceof NginxSetup.Outcome.NeedsLines(var places, _)) {
      write("nginx.conf", text(lines(places.get(0)), lines(places.get(1)), lines(places.get(2))));
    }
    if (!(setup.init() instanceof NginxSetup.Outcome.Ready)) {
      throw new IllegalStateException("the demo's nginx does not take the rollout");
    }
  }

  private static String lines(NginxSetup.Place place) {
    return String.join("\n", place.lines());
  }

  private String text(String http, String server, String location) {
    return """
        daemon off;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log error;
        events { worker_connections 2000; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
        %2$s
          server {
            listen %3$s:%4$d;
        %6$s
            location / {
        %5$s
            }
          }
        }
        """
        .formatted(
            folder(), http, address().getHostString(), address().getPort(), location, server);
  }
}

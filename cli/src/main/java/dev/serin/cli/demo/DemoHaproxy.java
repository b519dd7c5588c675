package dev.serin.cli.demo;

import dev.serin.routers.BalancedRollout;
import dev.serin.routers.haproxy.Haproxy;
import dev.serin.routers.haproxy.SetupOutcome;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A HAProxy of the demo's own.
public final class DemoHaproxy extends DemoBalancer {
  private final int log = freePorts(1).getFirst();

  /// One that does not run yet.
  ///
  /// @param folder that is there for it alone
  /// @param address where users come in
  /// @throws IllegalStateException when HAProxy is not installed
  public DemoHaproxy(Path folder, InetSocketAddress address) {
    super(folder, address, "haproxy");
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of(
        "binary", program(),
        "config", configuration().toString(),
        "socket", folder().resolve("haproxy.sock").toString(),
        "maps", folder().resolve("maps").toString(),
        "reload", List.of("sh", "-c", "kill -USR2 $(cat '" + pid() + "')"),
        "log", "127.0.0.1:" + log);
  }

  private Path configuration() {
    return folder().resolve("haproxy.cfg");
  }

  private Path pid() {
    return folder().resolve("haproxy.pid");
  }

  @Override
  public void begin(BalancedRollout rollout) {
    String server = rollout.first().endpoints().getFirst().url().getAuthority();
    write(
        "haproxy.cfg",
        """
        global
          stats socket %s/haproxy.sock mode 600 level operator
        defaults
          mode http
          timeout connect 2s
          timeout client 30s
          timeout server 30s
        frontend demo
          bind %s:%d
          default_backend demo
        backend demo
          server only %s
        """
            .formatted(folder(), address().getHostString(), address().getPort(), server));
    start("-W", "-db", "-f", configuration().toString(), "-p", pid().toString());
    if (Haproxy.setup(rollout, settings()).init() instanceof SetupOutcome.Failed(var why, _)) {
      throw new IllegalStateException("the demo's HAProxy does not take the rollout: " + why);
    }
  }
}

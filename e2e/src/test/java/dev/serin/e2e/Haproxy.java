package dev.serin.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A real HAProxy in front of one service, as people run it without Serin.
final class Haproxy extends Balancer {
  private final int logPort;

  Haproxy(Path folder, int port, int logPort, Service service) {
    super(folder, port);
    this.logPort = logPort;
    write(
        configuration(),
        """
        global
          stats socket %s/haproxy.sock mode 600 level operator
          maxconn 4000
        defaults
          mode http
          timeout connect 2s
          timeout client 60s
          timeout server 60s
        # Ours, and not to be touched
        frontend web
          bind 127.0.0.1:%d
          http-response set-header X-Front haproxy
          default_backend shop
        backend shop
          server only %s
        """
            .formatted(folder, port, service.url().replace("http://", "")));
  }

  @Override
  String kind() {
    return "serin/haproxy";
  }

  @Override
  String settings() {
    return "socket: %1$s/haproxy.sock, config: %2$s, maps: %1$s/maps, log: \"127.0.0.1:%3$d\", reload: [sh, -c, \"kill -USR2 $(cat %1$s/haproxy.pid)\"]"
        .formatted(folder(), configuration(), logPort);
  }

  @Override
  List<String> command() {
    return List.of(
        "haproxy", "-W", "-db", "-f", configuration().toString(), "-p", folder() + "/haproxy.pid");
  }

  @Override
  Path configuration() {
    return folder().resolve("haproxy.cfg");
  }

  @Override
  void reload() {
    run("sh", "-c", "kill -USR2 $(cat " + folder() + "/haproxy.pid)");
  }

  /// Serin adds its lines itself.
  @Override
  void follow(String told) {}

  @Override
  void unfollow() {}

  @Override
  void changeByHand() {
    ask("set map %s/maps/default/shop.map weight 500000".formatted(folder()));
  }

  private void ask(String command) {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(folder().resolve("haproxy.sock")));
      socket.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (socket.read(answer) >= 0) {
        if (!answer.hasRemaining()) {
          break;
        }
      }
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        throw new AssertionError(command + ": " + text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

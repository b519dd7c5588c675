package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A real nginx in front of one service, as people run it without Serin. They add the lines that
/// Serin tells them to.
final class Nginx extends Balancer {
  private final String plain;
  private final int probe;

  /// @param probe the port of the probe; the log's is the next one
  Nginx(Path folder, int port, int probe, Service service) {
    super(folder, port);
    this.probe = probe;
    this.plain =
        """
        worker_processes 2;
        daemon off;
        user root;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 4000; }
        http {
          access_log %1$s/access.log;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_requests 100000;
          #http
          upstream shop { server %2$s; keepalive 32; }
          server {
            listen 127.0.0.1:%3$d;
            #server
            location / {
              #location
              proxy_pass http://shop;
            }
          }
        }
        """
            .formatted(folder, service.url().replace("http://", ""), port);
    write(configuration(), plain);
  }

  @Override
  String kind() {
    return "serin/nginx";
  }

  @Override
  String settings() {
    return "includes: %1$s/serin, state: %1$s/switches, config: %2$s, prefix: %1$s, probe: \"127.0.0.1:%3$d\", log: \"127.0.0.1:%4$d\""
        .formatted(folder(), configuration(), probe, probe + 1);
  }

  /// Puts each told block where it belongs.
  @Override
  void follow(String told) {
    Matcher http = Pattern.compile("(?m)^# in http.*\n((?:[^#\n].*\n?)+)").matcher(told);
    Matcher server = Pattern.compile("(?m)^# in the server.*\n((?:[^#\n].*\n?)+)").matcher(told);
    Matcher location =
        Pattern.compile("(?m)^# in the location.*\n((?:[^#\n].*\n?)+)").matcher(told);
    assertThat(http.find()).as(told).isTrue();
    assertThat(server.find()).as(told).isTrue();
    assertThat(location.find()).as(told).isTrue();
    write(
        configuration(),
        plain
            .replace("#http", http.group(1))
            .replace("#server", server.group(1))
            .replace("#location", location.group(1))
            .replace("proxy_pass http://shop;", ""));
  }

  @Override
  void unfollow() {
    write(configuration(), plain);
    reload();
  }

  @Override
  List<String> command() {
    return List.of("nginx", "-p", folder().toString(), "-c", configuration().toString());
  }

  @Override
  Path configuration() {
    return folder().resolve("nginx.conf");
  }

  @Override
  void reload() {
    run("nginx", "-p", folder().toString(), "-c", configuration().toString(), "-s", "reload");
  }

  /// Files of the folder of switches stand for users.
  @Override
  void changeByHand() {
    try (Stream<Path> switches =
        Files.walk(folder().resolve("switches"), 2, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file :
          switches.filter(f -> f.getFileName().toString().matches("[0-9a-f]{2}")).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

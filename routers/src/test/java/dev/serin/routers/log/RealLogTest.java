package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.judge.Served;
import dev.serin.routers.Pools;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What real balancers write of good, bad, broken and abandoned requests is counted as such.
class RealLogTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Revision V1 = new Revision("v1");
  private static final Revision V2 = new Revision("v2");

  @TempDir private Path folder;
  private final LogDesk desk = new LogDesk();
  private Origin origin;
  private RouterLog log;
  private @Nullable Process process;
  private int port;

  @BeforeEach
  void open(TestInfo test) throws Exception {
    origin = new Origin();
    port = freePort();
    boolean nginx = test.getTags().contains("nginx");
    Pools pools = new Pools(new Pools.Pool("one", V1), new Pools.Pool("two", V2));
    RolloutId shop = new RolloutId("default", "shop");
    LogPlan plan =
        new LogPlan(
            shop,
            nginx ? LogSource.NGINX : LogSource.HAPROXY,
            pools,
            LogPlan.Sending.EACH_REQUEST,
            nginx ? 10 : 1);
    log =
        switch (desk.open(ANY, plan, OwnCount.NONE)) {
          case Checked.Valid<RouterLog>(var opened) -> opened;
          case Checked.Invalid<RouterLog>(var why) -> throw new AssertionError(why);
        };
    log.routed(new Routing(V1, V2, Weight.percent(50), List.of(), List.of()), Weight.percent(50));
  }

  @AfterEach
  void close() throws Exception {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    desk.close();
    origin.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void start(String file, String configuration, String... command) throws Exception {
    Files.writeString(folder.resolve(file), configuration);
    process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    Awaitility.await().ignoreExceptions().until(() -> get("/").startsWith("HTTP/1.1 200"));
    Awaitility.await().until(() -> log.tidings().received() > 0);
  }

  private String get(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      ask(socket, path);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void ask(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                .formatted(path)
                .getBytes(StandardCharsets.UTF_8));
  }

  private void abandon(String path) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoLinger(true, 0);
      ask(socket, path);
      origin.awaitSlow();
    }
  }

  private Served canary() {
    return ((Counted.Sides) log.counted()).canary();
  }

  private void awaitCanary(Served before, long routed, long failed, long abandoned) {
    Awaitility.await()
        .untilAsserted(
            () -> {
              Served since = canary().minus(before);
              assertThat(List.of(since.routed(), since.failed(), since.abandoned()))
                  .containsExactly(routed, failed, abandoned);
            });
  }

  private Signals.Counts shown() {
    return log.signals(Duration.ofMinutes(1)).current(Role.CANARY).orElseThrow().sinceStart();
  }

  /// nginx has sent its status line when a server breaks off in the middle of an answer, and logs
  /// that: only HAProxy tells of it.
  @Test
  @Tag("nginx")
  void whatNginxWritesIsCounted() throws Exception {
    start(
        "nginx.conf",
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 256; }
        http {
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          map $uri $one_in { /tenth 10; default 1; }
          log_format serin escape=none 'serin/nginx default/shop two $status $request_time $one_in $upstream_response_time';
          access_log syslog:server=127.0.0.1:%2$d,tag=serin,nohostname serin;
          upstream up { server 127.0.0.1:%3$d; }
          upstream down { server 127.0.0.1:1; }
          server {
            listen 127.0.0.1:%4$d;
            location / { proxy_pass http://up; }
            location /down { proxy_pass http://down; }
          }
        }
        """
            .formatted(folder, desk.port(ANY), origin.port(), port),
        "nginx",
        "-p",
        folder.toString(),
        "-c",
        folder.resolve("nginx.conf").toString());
    Served before = canary();
    get("/");
    get("/fail");
    get("/down");
    abandon("/slow");
    awaitCanary(before, 4, 2, 1);
    get("/tenth");
    awaitCanary(before, 5, 2, 1);
    assertThat(shown().byStatus()).containsEntry(500, 1L).containsEntry(502, 1L);
    assertThat(shown().byStatus().get(200)).isGreaterThanOrEqualTo(11);
    assertThat(shown().clientAborts()).isEqualTo(1);
    assertThat(log.tidings().malformed()).isZero();
    assertThat(log.trouble()).isEmpty();
  }

  @Test
  @Tag("haproxy")
  void whatHaproxyWritesIsCounted() throws Exception {
    start(
        "haproxy.cfg",
        """
        defaults
          mode http
          timeout client 10s
          timeout server 10s
          timeout connect 1s
          retries 0
        frontend users
          bind 127.0.0.1:%2$d
          log 127.0.0.1:%1$d format rfc5424 local0 info
          capture request header Host len 200
          option httplog
          log-format-sd [serin@32473\\ log=\\"serin/haproxy\\ default/shop\\ two\\ %%ST\\ %%Tr\\ %%Ta\\ 1\\ %%ts\\ \\"]
          use_backend down if { path /down }
          default_backend up
        backend up
          server up 127.0.0.1:%3$d
        backend down
          server down 127.0.0.1:1
        """
            .formatted(desk.port(ANY), port, origin.port()),
        "haproxy",
        "-db",
        "-f",
        folder.resolve("haproxy.cfg").toString());
    Served before = canary();
    get("/");
    get("/fail");
    get("/down");
    get("/broken");
    abandon("/slow");
    // HAProxy sees that nobody is there when it has something to say.
    origin.answerSlow();
    awaitCanary(before, 5, 3, 1);
    assertThat(shown().byStatus()).containsEntry(500, 1L).containsKeys(502, 503);
    assertThat(log.tidings().malformed()).isZero();
    assertThat(log.trouble()).isEmpty();
  }
}

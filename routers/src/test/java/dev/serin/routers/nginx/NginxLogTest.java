package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines that the generated files make a real nginx log.
@Tag("nginx")
class NginxLogTest {
  @TempDir private Path folder;

  @Test
  void eachRequestOfTheCanaryIsALineAndOneInTenOfStables() throws IOException {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        NginxProcess nginx = new NginxProcess(folder, false).start()) {
      receiver.setReceiveBufferSize(4 << 20);
      BalancedRollout rollout = nginx.rollout(List.of(SwitchRouterTest.BETA), List.of());
      Map<String, Object> settings = nginx.settings("files");
      settings.put("log", "127.0.0.1:" + receiver.getLocalPort());
      settings.put("logSample", 10);
      nginx.includeAll(Nginx.setup(rollout, settings).init());
      Nginx.setup(rollout, settings).init();
      Nginx.router(rollout, settings)
          .apply(NginxProcess.SHOP, SwitchRouterTest.split(0, SwitchRouterTest.BETA));

      List<String> requests = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        requests.add("");
        requests.add("Cookie: beta=yes\r\n");
      }
      nginx.users().bodies(requests);

      List<String> lines = received(receiver);
      assertThat(lines)
          .allMatch(line -> line.startsWith("<190>") && line.contains(" serin: serin/nginx "));
      String tail = " 200 [0-9]+\\.[0-9]{3} %d [0-9]+\\.[0-9]{3}";
      assertThat(lines)
          .filteredOn(line -> line.matches(".* default/shop shop-green" + tail.formatted(1)))
          .hasSize(1_000);
      assertThat(lines)
          .filteredOn(line -> line.matches(".* default/shop shop-blue" + tail.formatted(10)))
          .hasSizeBetween(50, 150)
          .hasSize(lines.size() - 1_000);
    }
  }

  @Test
  void anErrorPageIsLoggedForThePoolThatFailed() throws IOException {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        NginxProcess nginx = new NginxProcess(folder, false).start()) {
      receiver.setReceiveBufferSize(4 << 20);
      BalancedRollout rollout =
          new BalancedRollout(
              NginxProcess.SHOP,
              NginxProcess.backend("shop-blue", "v1", nginx.one),
              NginxProcess.backend("shop-green", "v2", 1),
              List.of(),
              List.of());
      Map<String, Object> settings = nginx.settings("files");
      settings.put("log", "127.0.0.1:" + receiver.getLocalPort());
      Files.writeString(folder.resolve("50x.html"), "sorry");
      NginxSetup setup = Nginx.setup(rollout, settings);
      setup.init();
      withErrorPage(nginx, "");
      assertThat(setup.init())
          .isInstanceOfSatisfying(
              NginxSetup.Outcome.Ready.class,
              ready -> assertThat(ready.advice()).noneMatch(it -> it.contains("not counted")));
      Nginx.router(rollout, settings)
          .apply(NginxProcess.SHOP, SwitchRouterTest.split(Weight.SCALE));

      assertThat(nginx.users().bodies(Collections.nCopies(20, "")))
          .allMatch(status -> status.contains("502"));
      nginx.users().bodies(Collections.nCopies(20, "/other HTTP/1.1\r\n"));

      assertThat(received(receiver))
          .hasSize(20)
          .allMatch(line -> line.contains(" default/shop shop-green 502 "));
      assertThat(Files.readString(folder.resolve("error.log"))).doesNotContain("uninitialized");
      withErrorPage(nginx, "access_log off;");
      assertThat(setup.init())
          .isInstanceOfSatisfying(
              NginxSetup.Outcome.Ready.class,
              ready ->
                  assertThat(ready.advice())
                      .anyMatch(
                          it ->
                              it.contains("`access_log off` in `location = /50x.html`")
                                  && it.contains("not counted")));
    }
  }

  /// As stock configurations have it.
  private static void withErrorPage(NginxProcess nginx, String more) throws IOException {
    nginx.include(
        "include serin/*.http;",
        """
        include serin/default.shop.server;
        error_page 500 502 503 504 /50x.html;
        location = /50x.html { root %s; %s }
        location /other { return 200 "<other>"; }
        """
            .formatted(nginx.folder, more),
        "include serin/default.shop.location; proxy_pass http://$serin_pool;");
  }

  private static List<String> received(DatagramSocket receiver) throws IOException {
    receiver.setSoTimeout(500);
    List<String> lines = new ArrayList<>();
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    while (true) {
      try {
        packet.setLength(2_000);
        receiver.receive(packet);
        lines.add(
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).strip());
      } catch (SocketTimeoutException end) {
        return lines;
      }
    }
  }
}

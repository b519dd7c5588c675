package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.routers.BalancedRollout;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More rollouts than a node has threads, whose provider takes every request and answers none.
final class HangingProviderTest {
  private static final int HANGING = 100;
  private static final RolloutId SHOP = new RolloutId("default", "shop");

  private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();
  @TempDir private Path folder;

  @Test
  void delaysNoOtherRollout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, HANGING, InetAddress.getLoopbackAddress());
        Pools pools = new Pools();
        Store store = Store.open(folder);
        Node node = Nodes.alone(store)) {
      Thread.ofVirtual().start(() -> take(silent));
      apply(node, all(pools, silent.getLocalPort()));
      await("all to hang").atMost(Duration.ofSeconds(60)).until(() -> taken.size() >= HANGING);
      await("the other to be promoted")
          .atMost(Duration.ofSeconds(30))
          .until(() -> phase(node, SHOP) == Phase.HEALTHY);

      for (int i = 0; i < HANGING; i++) {
        assertThat(phase(node, new RolloutId("default", "hangs-" + i)))
            .isEqualTo(Phase.PROGRESSING);
      }
    }
  }

  private static Phase phase(Node node, RolloutId id) {
    return node.find(id).orElseThrow().summary().phase();
  }

  private void take(ServerSocket silent) {
    try {
      while (true) {
        taken.add(silent.accept());
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void apply(Node node, String manifests) {
    Applied applied =
        node.apply(List.of(Source.of("a.yaml", manifests)), new Author("ann", ""), false);
    assertThat(applied).isInstanceOf(Applied.Done.class);
  }

  private static String all(Pools pools, int port) {
    StringBuilder all =
        new StringBuilder(pools.backends("1", "2"))
            .append(pools.template())
            .append(rollout(pools, "shop"))
            .append(
                pools
                    .template()
                    .replace("name: healthy", "name: hangs")
                    .replace(pools.url(1), "http://127.0.0.1:" + port)
                    .replace("web: {", "web: {timeoutSeconds: 600, "));
    List<String> routes = new ArrayList<>(List.of("shop.test", "shop"));
    for (int i = 0; i < HANGING; i++) {
      all.append(
          rollout(pools, "hangs-" + i).replace("templateName: healthy", "templateName: hangs"));
      routes.addAll(List.of("h" + i + ".test", "hangs-" + i));
    }
    return all.append(Pools.gateway(routes.toArray(String[]::new))).toString();
  }

  private static String rollout(Pools pools, String name) {
    return pools.rollout(name).replace("        - pause: {}\n", "");
  }
}

package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More rollouts than a node has threads, whose agents are away: they refuse, or take every
/// connection and never answer.
final class AwayAgentsTest {
  private static final int HANGING = 150;
  private static final int REFUSING = 20;
  private static final RolloutId SHOP = new RolloutId("default", "shop");
  private static final Author ANN = new Author("ann", "");

  private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();
  @TempDir private Path folder;

  @Test
  void delayNoOtherRollout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, HANGING, InetAddress.getLoopbackAddress());
        Pools pools = new Pools();
        Store store = Store.open(folder);
        Road road = Road.open(store, folder, List.of());
        Node node = Nodes.alone(store)) {
      Thread.ofVirtual().start(() -> take(silent));
      apply(
          node,
          pools.template()
              + pools.backends("1", "2")
              + remote(pools, "hangs-", HANGING, at(road, silent.getLocalPort()))
              + remote(pools, "refuses-", REFUSING, at(road, free())));
      await("all to be looked at")
          .atMost(Duration.ofSeconds(60))
          .until(() -> troubled(node, "hangs-", HANGING) && troubled(node, "refuses-", REFUSING));

      apply(node, rollout(pools, "shop"));
      await("the other to be promoted")
          .atMost(Duration.ofSeconds(20))
          .until(() -> node.find(SHOP).orElseThrow().summary().phase() == Phase.HEALTHY);
      assertThat(node.find(SHOP).orElseThrow().summary().stable()).isEqualTo("2");
    }
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

  private static int free() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String at(Road road, int port) {
    return road.settings().replaceFirst("127.0.0.1:\\d+", "127.0.0.1:" + port);
  }

  /// True when each of them says that its agent is away.
  private static boolean troubled(Node node, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      Summary.Router router =
          node.find(new RolloutId("default", prefix + i)).orElseThrow().summary().router();
      if (router == null || router.trouble().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static void apply(Node node, String manifests) {
    Applied applied = node.apply(List.of(Source.of("a.yaml", manifests)), ANN, false);
    assertThat(applied).isInstanceOf(Applied.Done.class);
  }

  private static String remote(Pools pools, String prefix, int count, String settings) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(
          rollout(pools, prefix + i)
              .replace(
                  "      canaryService: green\n",
                  "      canaryService: green\n      trafficRouting: {plugins: {%s}}\n"
                      .formatted(settings)));
    }
    return all.toString();
  }

  private static String rollout(Pools pools, String name) {
    return pools.rollout(name).replace("        - pause: {}\n", "");
  }
}

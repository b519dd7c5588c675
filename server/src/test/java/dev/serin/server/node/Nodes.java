package dev.serin.server.node;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Nodes of this process.
public final class Nodes {
  private Nodes() {}

  /// The only node on a store, with a gateway on a free port.
  public static Node alone(Store store) {
    return Node.open(
        new Node.Parts(
            store,
            GatewayOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE),
            NodeMetrics.NONE,
            "test",
            true));
  }
}

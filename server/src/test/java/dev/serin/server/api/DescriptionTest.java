package dev.serin.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.providers.http.HttpCaller;
import dev.serin.server.access.Access;
import dev.serin.server.access.AccessOptions;
import dev.serin.server.access.Role;
import dev.serin.server.dashboard.Dashboard;
import dev.serin.server.http.Web;
import dev.serin.server.kayenta.Accounts;
import dev.serin.server.kayenta.Kayenta;
import dev.serin.server.metrics.Health;
import dev.serin.server.metrics.MetricsEndpoints;
import dev.serin.server.metrics.ServerMetrics;
import dev.serin.server.notify.NotificationEndpoints;
import dev.serin.server.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The description of the API against what all parts of the server register.
final class DescriptionTest {
  private static final AccessOptions OPEN = AccessOptions.of(AccessOptions.Given.NOTHING, Map.of());

  @TempDir private Path folder = Path.of("");

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Store store = Store.open(folder);
        HttpCaller http = new HttpCaller();
        ApiServer server = new ApiServer(store);
        Api api = new Api(server.node(), store, new About("1", "", () -> "none"));
        Kayenta kayenta = new Kayenta(store, new Accounts(http, Map.of()));
        Health health = new Health(store, () -> Duration.ZERO, Duration.ofSeconds(10));
        Access access = Access.open(OPEN, address, store);
        Web web =
            Web.open(
                address,
                List.of(
                    access,
                    api,
                    kayenta,
                    health,
                    new MetricsEndpoints(new ServerMetrics("1"), Role.VIEWER),
                    new NotificationEndpoints(null),
                    new Dashboard()))) {
      Set<Web.Route> described = server.description().routes();
      Set<Web.Route> dashboard =
          web.routes().stream()
              .filter(route -> !described.contains(route) && !route.path().startsWith("/api/"))
              .collect(Collectors.toSet());

      assertThat(dashboard).allMatch(route -> route.method().equals("GET"));
      assertThat(web.routes())
          .filteredOn(route -> !dashboard.contains(route))
          .containsExactlyInAnyOrderElementsOf(described);
    }
  }
}

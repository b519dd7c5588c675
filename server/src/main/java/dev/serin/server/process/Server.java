package dev.serin.server.process;

import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.WebAddress;
import dev.serin.providers.kayenta.RangeQueries;
import dev.serin.server.Refusal;
import dev.serin.server.access.Access;
import dev.serin.server.access.AccessOptions;
import dev.serin.server.access.Role;
import dev.serin.server.access.Tokens;
import dev.serin.server.api.About;
import dev.serin.server.api.Api;
import dev.serin.server.dashboard.Dashboard;
import dev.serin.server.http.Web;
import dev.serin.server.kayenta.Accounts;
import dev.serin.server.kayenta.Kayenta;
import dev.serin.server.metrics.Health;
import dev.serin.server.metrics.MetricsEndpoints;
import dev.serin.server.metrics.ServerMetrics;
import dev.serin.server.node.Node;
import dev.serin.server.notify.NotificationEndpoints;
import dev.serin.server.notify.NotificationSettings;
import dev.serin.server.notify.Notifications;
import dev.serin.server.site.Outside;
import dev.serin.server.store.DatabaseAddress;
import dev.serin.server.store.Leases;
import dev.serin.server.store.Outbox;
import dev.serin.server.store.RunLock;
import dev.serin.server.store.Store;
import io.javalin.util.JavalinException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Many rollouts in one process: the store, the node that runs them, and the web server that people
/// and programs ask.
public final class Server implements AutoCloseable {
  /// The lock that one server has of a folder.
  private static final RolloutId FOLDER = new RolloutId("serin", "server");

  private final Options options;

  /// What is open, in the order in which it was opened.
  private final List<AutoCloseable> open = new ArrayList<>();

  private final Store store;
  private final Node node;
  private final Access access;
  private final Web web;
  private final ServerMetrics metrics;
  private final Health health;
  private final Api api;

  /// Where a server keeps its rollouts.
  public sealed interface Storage {
    /// A file in a folder, for one server.
    record Folder(Path path) implements Storage {}

    /// A PostgreSQL database, which several servers may share.
    record Shared(DatabaseAddress address) implements Storage {}
  }

  /// How a server is run.
  ///
  /// @param name begins the node's name, such as its host's name
  /// @param version of this program
  /// @param listen where people and programs ask it
  /// @param gateway of the rollouts that Serin's own gateway carries
  /// @param keepMeasurements how long measurements are kept that no state holds any more
  public record Options(
      String name,
      String version,
      InetSocketAddress listen,
      Storage storage,
      GatewayOptions gateway,
      Outside outside,
      AccessOptions access,
      @Nullable Telling telling,
      Duration keepMeasurements) {
    /// How long measurements are kept when nobody says: 30 days.
    public static final Duration KEEP_MEASUREMENTS = Duration.ofDays(30);
  }

  /// How a server tells people outside.
  ///
  /// @param externalUrl where people see the server; empty for not known
  /// @param environment where the settings' `env:` leads
  public record Telling(
      NotificationSettings settings, String externalUrl, Map<String, String> environment) {
    /// Copies its map.
    public Telling {
      environment = Map.copyOf(environment);
    }
  }

  private Server(Options options) {
    this.options = options;
    this.metrics = new ServerMetrics(options.version());
    try {
      lock();
      this.store = opened(store(options.storage()));
      store.watch(metrics);
      this.health = opened(new Health(store, metrics::sinceRenewal, Leases.LASTS));
      this.access = opened(Access.open(options.access(), options.listen(), store));
      if (options.telling() != null) {
        // Before the node moves anything: what is saved earlier is told to nobody.
        Outbox _ = store.outbox();
      }
      this.node = opened(Node.open(parts()));
      Retention _ = opened(Retention.open(store, options.keepMeasurements()));
      Notifications notifications = notifications();
      this.api =
          opened(new Api(node, store, new About(options.version(), store.place(), access::login)));
      this.web =
          opened(
              web(
                  access,
                  api,
                  new NotificationEndpoints(notifications),
                  kayenta(),
                  new MetricsEndpoints(metrics, Role.VIEWER),
                  health,
                  new Dashboard()));
    } catch (RuntimeException failed) {
      closeAll();
      throw failed;
    }
  }

  /// Opens a server, which runs its rollouts at once.
  ///
  /// @throws Refusal when it can not listen, or may not listen so, or another server is on its
  ///     folder
  /// @throws dev.serin.core.engine.RolloutStore.StoreException when the store can not be used
  public static Server open(Options options) {
    return new Server(options);
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.add(part);
    return part;
  }

  private void lock() {
    if (!(options.storage() instanceof Storage.Folder(var path))) {
      return;
    }
    switch (RunLock.take(path, FOLDER)) {
      case RunLock.Outcome.Acquired(var lock) -> open.add(lock);
      case RunLock.Outcome.AlreadyRun(_, var pid) ->
          throw new Refusal(
              "a server is on "
                  + path
                  + " already"
                  + (pid == null ? "" : " (process " + pid + ")")
                  + ": choose another --data, or share a --database");
    }
  }

  private static Store store(Storage storage) {
    return switch (storage) {
      case Storage.Folder(var path) -> Store.open(path);
      case Storage.Shared(var address) -> Store.open(address);
    };
  }

  private Node.Parts parts() {
    return new Node.Parts(
        store,
        options.gateway(),
        options.outside(),
        metrics,
        options.name(),
        options.storage() instanceof Storage.Folder);
  }

  private @Nullable Notifications notifications() {
    Telling telling = options.telling();
    if (telling == null) {
      return null;
    }
    HttpCaller http = opened(new HttpCaller(options.outside().reach()));
    Notifications notifications =
        opened(
            Notifications.open(
                store,
                telling.settings(),
                new Notifications.Around(
                    http,
                    Notifications.annotations(node),
                    telling.externalUrl(),
                    telling.environment(),
                    metrics)));
    node.onChange(_ -> notifications.wake());
    return notifications;
  }

  /// Kayenta's API, whose only metrics account is the server's own Prometheus, if it has one.
  private Kayenta kayenta() {
    String prometheus = options.outside().prometheus();
    Map<String, RangeQueries.Server> servers = new HashMap<>();
    if (prometheus != null) {
      servers.put(
          "prometheus", RangeQueries.Server.at(WebAddress.parse("--prometheus", prometheus)));
    }
    HttpCaller http = opened(new HttpCaller(options.outside().reach()));
    return opened(new Kayenta(store, new Accounts(http, servers)));
  }

  private Web web(dev.serin.server.http.Endpoints... endpoints) {
    InetSocketAddress listen = options.listen();
    try {
      return Web.open(listen, List.of(endpoints));
    } catch (JavalinException unusable) {
      throw new Refusal(
          "can not listen on %s:%d (%s): choose another --listen, or stop who is there"
              .formatted(listen.getHostString(), listen.getPort(), unusable.getMessage()));
    }
  }

  /// Where it is asked, such as `http://127.0.0.1:7070`.
  public URI uri() {
    return web.uri();
  }

  /// Everything that it answers, but static files.
  List<Web.Route> routes() {
    return web.routes();
  }

  /// The name of its node, as others see it.
  public String node() {
    return node.node();
  }

  /// Where its rollouts are kept; no secret.
  public String place() {
    return store.place();
  }

  /// How callers log in: `none`, `token` or `oidc`.
  public String login() {
    return access.login();
  }

  /// A token for the first administrator, when callers have to log in and nobody could.
  public Optional<Tokens.Issued> firstToken() {
    return access.firstToken();
  }

  /// Says that it is not ready, gives its rollouts to other nodes, ends event streams, lets
  /// requests in flight end, and stops.
  @Override
  public void close() {
    health.drain();
    node.leave();
    api.close();
    closeAll();
  }

  private void closeAll() {
    open.reversed().forEach(Server::close);
    open.clear();
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception failed) {
      System.getLogger(Server.class.getName())
          .log(System.Logger.Level.WARNING, "a part of the server did not close well", failed);
    }
  }
}

package dev.serin.server;

import dev.serin.core.analysis.Secrets;
import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Web;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.node.Node;
import dev.serin.server.store.DatabaseAddress;
import dev.serin.server.store.RunLock;
import dev.serin.server.store.Store;
import io.javalin.util.JavalinException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many rollouts in one process: the store, the node that runs them, and the web server that people
/// and programs ask.
public final class Server implements AutoCloseable {
  /// The lock that one server has of a folder.
  private static final RolloutId FOLDER = new RolloutId("serin", "server");

  private final @Nullable RunLock lock;
  private final Store store;
  private final Node node;
  private final Web web;

  private Server(@Nullable RunLock lock, Store store, Node node, Web web) {
    this.lock = lock;
    this.store = store;
    this.node = node;
    this.web = web;
  }

  /// Where a server keeps its rollouts.
  public sealed interface Storage {
    /// A file in a folder, for one server.
    record Folder(Path path) implements Storage {}

    /// A PostgreSQL database, which several servers may share.
    record Shared(DatabaseAddress address) implements Storage {}
  }

  /// How a server is run.
  ///
  /// @param listen where people and programs ask it
  /// @param gateway of the rollouts that Serin's own gateway carries
  /// @param prometheus the address to ask in place of the manifests'; null for theirs
  /// @param name begins the node's name, such as its host's name
  public record Options(
      InetSocketAddress listen,
      Storage storage,
      GatewayOptions gateway,
      Secrets secrets,
      @Nullable String prometheus,
      String name) {}

  /// Opens a server, which runs its rollouts at once.
  ///
  /// @throws Refusal when it can not listen, or another server is on its folder
  /// @throws dev.serin.core.engine.RolloutStore.StoreException when the store can not be used
  public static Server open(Options options) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      @Nullable RunLock lock = lock(options.storage());
      if (lock != null) {
        opened.add(lock);
      }
      Store store = store(options.storage());
      opened.add(store);
      Node node = Node.open(parts(options, store));
      opened.add(node);
      return new Server(lock, store, node, web(options, endpoints()));
    } catch (RuntimeException failed) {
      opened.reversed().forEach(Server::close);
      throw failed;
    }
  }

  private static @Nullable RunLock lock(Storage storage) {
    return switch (storage) {
      case Storage.Shared _ -> null;
      case Storage.Folder(var path) ->
          switch (RunLock.take(path, FOLDER)) {
            case RunLock.Outcome.Acquired(var lock) -> lock;
            case RunLock.Outcome.AlreadyRun(_, var pid) ->
                throw new Refusal(
                    "a server is on "
                        + path
                        + " already"
                        + (pid == null ? "" : " (process " + pid + ")")
                        + ": choose another --data, or share a --database");
          };
    };
  }

  private static Store store(Storage storage) {
    return switch (storage) {
      case Storage.Folder(var path) -> Store.open(path);
      case Storage.Shared(var address) -> Store.open(address);
    };
  }

  private static Node.Parts parts(Options options, Store store) {
    return new Node.Parts(
        store,
        options.gateway(),
        options.secrets(),
        options.prometheus(),
        NodeMetrics.NONE,
        options.name(),
        options.storage() instanceof Storage.Folder);
  }

  private static List<Endpoints> endpoints() {
    return List.of();
  }

  private static Web web(Options options, List<Endpoints> endpoints) {
    try {
      return Web.open(options.listen(), endpoints);
    } catch (JavalinException unusable) {
      throw new Refusal(
          "can not listen on "
              + options.listen().getHostString()
              + ":"
              + options.listen().getPort()
              + " ("
              + unusable.getMessage()
              + "): choose another --listen, or stop who is there");
    }
  }

  /// Where it is asked, such as `http://127.0.0.1:7070`.
  public URI uri() {
    return web.uri();
  }

  /// The name of its node, as others see it.
  public String node() {
    return node.node();
  }

  /// Where its rollouts are kept; no secret.
  public String place() {
    return store.place();
  }

  /// Answers nobody any more, gives its rollouts to other nodes, lets requests in flight end, and
  /// stops.
  @Override
  public void close() {
    web.close();
    node.close();
    store.close();
    if (lock != null) {
      lock.close();
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception _) {
      // Why it could not be opened is what matters.
    }
  }
}

package dev.serin.server.api;

import dev.serin.server.http.Endpoints;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.Store;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Consumer;

/// The REST API of a server. Until it is closed, one thread watches for changes on behalf of all
/// who have an event stream open.
public final class Api implements Endpoints, AutoCloseable {
  private final List<Consumer<RoutesConfig>> parts;
  private final Broadcast broadcast;

  /// The API to `rollouts`, whose log is in `store`.
  public Api(Rollouts rollouts, Store store, About about) {
    this.broadcast = new Broadcast(rollouts, store);
    this.parts =
        List.of(
            new RolloutRoutes(rollouts, store)::add,
            new CommandRoutes(rollouts, store)::add,
            new ManifestRoutes(rollouts)::add,
            new DocumentRoutes(rollouts)::add,
            new EventRoutes(rollouts, store, broadcast)::add,
            new ServerRoutes(rollouts, store, about)::add);
  }

  @Override
  public void add(JavalinConfig config) {
    parts.forEach(part -> part.accept(config.routes));
  }

  /// Ends all event streams; their clients come again, and go on where they were.
  @Override
  public void close() {
    broadcast.close();
  }
}

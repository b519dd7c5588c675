package dev.serin.server.api;

import dev.serin.server.access.Role;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/// What the server tells of itself, and of its API.
final class ServerRoutes {
  private final Rollouts rollouts;
  private final Log log;
  private final About about;
  private final OpenApi document;

  ServerRoutes(Rollouts rollouts, Store store, About about) {
    this.rollouts = rollouts;
    this.log = new Log(store);
    this.about = about;
    this.document = OpenApi.load(about.version());
  }

  /// @param alive always true: a node that is not is not listed
  private record NodeView(String name, int rollouts, boolean alive) {}

  private record ServerView(
      String version,
      String node,
      String database,
      List<NodeView> nodes,
      int rollouts,
      String login) {}

  void add(RoutesConfig routes) {
    routes.get(Paths.ROOT + "/server", this::server, Role.VIEWER);
    routes.get(
        Paths.ROOT + "/openapi.json", request -> request.result(document.json()), Role.ANYONE);
    routes.get(
        Paths.ROOT + "/openapi.yaml",
        request -> request.result(document.yaml()).contentType("application/yaml"),
        Role.ANYONE);
  }

  private void server(Context request) {
    List<NodeView> nodes =
        rollouts.members().stream()
            .map(member -> new NodeView(member.name(), member.rollouts(), true))
            .toList();
    request.json(
        new ServerView(
            about.version(),
            rollouts.node(),
            about.database(),
            nodes,
            log.rollouts(),
            about.login().get()));
  }
}

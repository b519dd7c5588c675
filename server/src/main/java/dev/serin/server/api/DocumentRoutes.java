package dev.serin.server.api;

import dev.serin.server.access.Audit;
import dev.serin.server.access.Role;
import dev.serin.server.http.Parameters;
import dev.serin.server.http.Problem;
import dev.serin.server.rollouts.Deleted;
import dev.serin.server.rollouts.Document;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.DocumentId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Documents as they were applied.
final class DocumentRoutes {
  private static final String CLUSTER_TEMPLATE = "ClusterAnalysisTemplate";

  private final Rollouts rollouts;

  DocumentRoutes(Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  /// A document.
  ///
  /// @param content a tree as the manifest wrote it
  private record DocumentView(
      String kind,
      String namespace,
      String name,
      Map<String, Object> content,
      String by,
      Instant at) {
    static DocumentView of(Document document) {
      DocumentId id = document.id();
      return new DocumentView(
          id.kind(), id.namespace(), id.name(), document.content(), document.by(), document.at());
    }
  }

  void add(RoutesConfig routes) {
    routes.get(Paths.ROLLOUT + "/manifest", this::manifest, Role.VIEWER);
    routes.delete(Paths.ROLLOUT, delete(DocumentId.ROLLOUT), Role.ADMIN);
    add(routes, "/backends", "Backend");
    add(routes, "/templates", "AnalysisTemplate");
    add(routes, "/gateways", DocumentId.GATEWAY);
    String cluster = Paths.ROOT + "/cluster-templates";
    routes.get(cluster, list(CLUSTER_TEMPLATE), Role.VIEWER);
    routes.get(cluster + "/{name}", get(CLUSTER_TEMPLATE), Role.VIEWER);
    routes.delete(cluster + "/{name}", delete(CLUSTER_TEMPLATE), Role.ADMIN);
  }

  private void add(RoutesConfig routes, String path, String kind) {
    String one = Paths.ROOT + path + "/{namespace}/{name}";
    routes.get(Paths.ROOT + path, list(kind), Role.VIEWER);
    routes.get(one, get(kind), Role.VIEWER);
    routes.delete(one, delete(kind), Role.ADMIN);
  }

  private Handler list(String kind) {
    return request -> {
      Set<String> namespaces =
          kind.equals(CLUSTER_TEMPLATE)
              ? Set.of()
              : Caller.of(request).namespaces(Parameters.text(request, "namespace"));
      String only = namespaces.size() == 1 ? namespaces.iterator().next() : null;
      List<DocumentView> items =
          rollouts.documents(kind, only).stream()
              .filter(it -> namespaces.isEmpty() || namespaces.contains(it.id().namespace()))
              .map(DocumentView::of)
              .toList();
      request.json(Paged.all(items));
    };
  }

  private Handler get(String kind) {
    return request -> request.json(DocumentView.of(find(id(kind, request))));
  }

  private Handler delete(String kind) {
    return request -> {
      DocumentId id = id(kind, request);
      Caller caller = Caller.of(request);
      caller.require(Role.ADMIN, id.namespace());
      String why = Parameters.text(request, "reason");
      Audit.deed(request, deed(id, why));
      switch (rollouts.delete(id, caller.author(why))) {
        case Deleted.Done _ -> request.status(204);
        case Deleted.Unknown _ -> throw Problem.notFound("there is no " + id).exception();
        case Deleted.Refused(String reason) ->
            throw Problem.conflict(reason).with("reasons", List.of(reason)).exception();
      }
    };
  }

  private static Audit.Deed deed(DocumentId id, String why) {
    String kind =
        id.kind().equals(DocumentId.ROLLOUT) ? "" : " " + id.kind().toLowerCase(Locale.ROOT);
    return new Audit.Deed(
        "delete" + kind,
        id.namespace().isEmpty() ? null : id.namespace(),
        id.name(),
        why.isEmpty() ? null : why);
  }

  private static DocumentId id(String kind, Context request) {
    String namespace = request.pathParamMap().getOrDefault("namespace", "");
    return new DocumentId(kind, namespace, request.pathParam("name"));
  }

  private Document find(DocumentId id) {
    return rollouts
        .document(id)
        .orElseThrow(() -> Problem.notFound("there is no " + id).exception());
  }

  private void manifest(Context request) {
    Document document = find(id(DocumentId.ROLLOUT, request));
    String accept = request.header("Accept");
    if (accept != null && accept.contains("json") && !accept.contains("yaml")) {
      request.json(document.content());
    } else {
      request.result(yaml(document.content())).contentType("application/yaml");
    }
  }

  private static String yaml(Map<String, Object> content) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(120);
    return new Yaml(options).dump(content);
  }
}

package dev.serin.server.dashboard;

import dev.serin.dashboard.Asset;
import dev.serin.dashboard.Assets;
import dev.serin.server.access.Role;
import dev.serin.server.http.Endpoints;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.List;

/// Hands out the dashboard. Its pages need no login: what they show comes from the API, which asks
/// for one.
public final class Dashboard implements Endpoints {
  /// Addresses that the browser's side knows; each begins with the same page.
  private static final List<String> PAGES =
      List.of(
          "/",
          "/rollouts",
          "/rollouts/{namespace}/{name}",
          "/rollouts/{namespace}/{name}/comparisons/{run}/{metric}",
          "/create",
          "/audit",
          "/login");

  private final Assets assets = Assets.load();

  @Override
  public void add(JavalinConfig config) {
    for (String path : PAGES) {
      config.routes.get(path, context -> give(context, assets.page()), Role.ANYONE);
    }
    config.routes.get("/assets/<file>", this::file, Role.ANYONE);
  }

  private void file(Context context) {
    give(context, assets.find(context.path()).orElseThrow(NotFoundResponse::new));
  }

  private static void give(Context context, Asset asset) {
    context.header(Header.CACHE_CONTROL, asset.cacheControl());
    context.header(Header.ETAG, asset.tag());
    context.header(Header.CONTENT_SECURITY_POLICY, Assets.POLICY);
    if (asset.tag().equals(context.header(Header.IF_NONE_MATCH))) {
      context.status(HttpStatus.NOT_MODIFIED);
    } else {
      context.contentType(asset.type()).result(asset.content());
    }
  }
}

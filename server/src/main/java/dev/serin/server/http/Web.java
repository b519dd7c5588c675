package dev.serin.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/// The web server: one address at which every part of the server answers.
public final class Web implements AutoCloseable {
  /// The most bytes that a request's body may have: 2 MiB.
  public static final long LARGEST_BODY = 2L << 20;

  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Set<HandlerType> METHODS = Set.copyOf(HandlerType.commonHttp());

  private final Javalin javalin;
  private final List<Route> routes;
  private final String host;

  private Web(Javalin javalin, List<Route> routes, String host) {
    this.javalin = javalin;
    this.routes = routes;
    this.host = host;
  }

  /// A method and a path that is answered, as `GET` and `/api/v1/rollouts/{namespace}/{name}`.
  public record Route(String method, String path) {}

  /// Opens it with the parts in order: the handlers that an earlier one registers before a route
  /// run first.
  ///
  /// @param address where it listens, unless a part adds connectors of its own; port 0 takes any
  /// @throws IllegalArgumentException when a route names no role
  /// @throws io.javalin.util.JavalinException when it can not listen there
  public static Web open(InetSocketAddress address, List<Endpoints> parts) {
    Javalin javalin =
        Javalin.create(
            config -> {
              settle(config, address);
              parts.forEach(part -> part.add(config));
              Failures.add(config.routes, LARGEST_BODY);
            });
    List<Route> routes = routes(javalin);
    javalin.start();
    return new Web(javalin, routes, host(address));
  }

  private static void settle(JavalinConfig config, InetSocketAddress address) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.prefer405over404 = true;
    config.http.defaultContentType = "application/json";
    config.jetty.host = host(address);
    config.jetty.port = address.getPort();
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new HeadProblems());
          server.setHandler(new GracefulHandler());
          server.setStopTimeout(FAREWELL.toMillis());
        });
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendDateHeader(true);
        });
    config.jsonMapper(new ApiJson());
  }

  private static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
  }

  private static List<Route> routes(Javalin javalin) {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> METHODS.contains(endpoint.method))
        .map(Web::route)
        .toList();
  }

  private static Route route(Endpoint endpoint) {
    Roles roles = endpoint.metadata(Roles.class);
    if (roles == null || roles.getRoles().isEmpty()) {
      throw new IllegalArgumentException(
          "route " + endpoint.method + " " + endpoint.path + " names no role");
    }
    return new Route(endpoint.method.name(), endpoint.path);
  }

  /// Everything that is answered, but static files.
  public List<Route> routes() {
    return routes;
  }

  /// The port that it listens on, from 1 to 65535.
  public int port() {
    return javalin.port();
  }

  /// Its address, such as `http://127.0.0.1:8080`.
  public URI uri() {
    String scheme = secure(javalin.jettyServer().server()) ? "https" : "http";
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + name + ":" + port());
  }

  private static boolean secure(Server server) {
    return server.getConnectors()[0] instanceof ServerConnector connector
        && connector.getProtocols().contains("ssl");
  }

  /// Stops listening. Requests under way have 5 s to end; others on their connections are answered
  /// 503 until then.
  @Override
  public void close() {
    javalin.stop();
  }
}

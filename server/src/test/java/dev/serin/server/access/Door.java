package dev.serin.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Web;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server on the loopback with access and a few routes behind it.
final class Door implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  final Store store;
  final Access access;
  final Web web;
  private final AtomicInteger made = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();

  private Door(Store store, Access access, Web web) {
    this.store = store;
    this.access = access;
    this.web = web;
  }

  /// A door whose store is in a folder.
  static Door open(Path folder, AccessOptions options) {
    return open(folder, options, Door::routes);
  }

  static Door open(Path folder, AccessOptions options, Endpoints routes) {
    Store store = Store.open(folder);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Access access = Access.open(options, address, store);
    return new Door(store, access, Web.open(address, List.of(access, routes)));
  }

  static AccessOptions options() {
    return AccessOptions.of(AccessOptions.Given.NOTHING, Map.of());
  }

  /// One route for each role, with and without a namespace.
  private static void routes(io.javalin.config.JavalinConfig config) {
    config
        .routes
        .get("/open", ctx -> ctx.result("ok"), Role.ANYONE)
        .get("/api/v1/rollouts", ctx -> ctx.result("ok"), Role.VIEWER)
        .get("/api/v1/rollouts/{namespace}/{name}", ctx -> ctx.result("ok"), Role.VIEWER)
        .post(
            "/api/v1/rollouts/{namespace}/{name}/commands",
            ctx -> {
              Audit.deed(
                  ctx,
                  new Audit.Deed(
                      "promote", ctx.pathParam("namespace"), ctx.pathParam("name"), "looks good"));
              ctx.result(ctx.body());
            },
            Role.OPERATOR)
        .delete("/api/v1/rollouts/{namespace}/{name}", ctx -> ctx.result("ok"), Role.ADMIN);
  }

  record Answer(int status, String body, HttpResponse<String> raw) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(body, e);
      }
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    /// What the server set, as a browser sends it back.
    String cookie() {
      return header("Set-Cookie").replaceFirst(";.*", "");
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(web.uri().resolve(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first line of the answer to bytes that no client would send.
  String raw(String request) {
    URI at = web.uri();
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new java.io.BufferedReader(
              new java.io.InputStreamReader(socket.getInputStream(), UTF_8))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The header of a new token.
  String[] bearer(Role role, String... namespaces) {
    return bearer(token(role, namespaces));
  }

  static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  String token(Role role, String... namespaces) {
    List<Grant> grants =
        List.of(namespaces).stream().map(namespace -> new Grant(role, namespace)).toList();
    String name = role + "-" + made.incrementAndGet();
    return access.tokens().issue(new Tokens.Order(name, grants, null), "test").secret();
  }

  @Override
  public void close() {
    web.close();
    access.close();
    store.close();
  }
}

package dev.serin.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.kayenta.RangeQueries;
import dev.serin.server.access.Access;
import dev.serin.server.access.AccessOptions;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Web;
import dev.serin.server.kayenta.Accounts;
import dev.serin.server.kayenta.Kayenta;
import dev.serin.server.node.Node;
import dev.serin.server.node.Nodes;
import dev.serin.server.store.Store;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// A node with its API on a free port. Each answer is held against the description of the API.
public final class ApiServer implements AutoCloseable {
  /// The header in which tests say who they are.
  public static final String CALLER = "X-Caller";

  private static final ObjectMapper JSON = new ObjectMapper();

  /// How people log in.
  final AtomicReference<String> login = new AtomicReference<>("none");

  private final Store store;
  private final Node node;
  private final Api api;
  private final Kayenta kayenta;
  private final HttpCaller http = new HttpCaller();
  private final Web web;
  private final Description description;
  private final HttpClient client = HttpClient.newHttpClient();

  /// A server without a metrics account.
  public ApiServer(Store store) {
    this(store, Map.of());
  }

  /// @param accounts of Kayenta's API
  public ApiServer(Store store, Map<String, RangeQueries.Server> accounts) {
    this.store = store;
    this.node = Nodes.alone(store);
    this.api = new Api(node, store, new About("1.2.3", store.place(), login::get));
    this.kayenta = new Kayenta(store, new Accounts(http, accounts));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    List<Endpoints> parts =
        List.of(
            Access.open(AccessOptions.LOCAL, address, store),
            config -> config.routes.beforeMatched(ApiServer::admit),
            api,
            kayenta);
    this.web = Web.open(address, parts);
    this.description = new Description(OpenApi.load("1.2.3").json());
  }

  /// Believes what the client says: `VIEWER@shop`, or an administrator when it says nothing.
  private static void admit(Context request) {
    String said = request.header(CALLER);
    String[] grant = said == null ? new String[] {"ADMIN", "*"} : said.split("@", 2);
    request.attribute(
        Principal.ATTRIBUTE,
        new Principal("ann", List.of(new Grant(Role.valueOf(grant[0]), grant[1]))));
  }

  Store store() {
    return store;
  }

  Node node() {
    return node;
  }

  Web web() {
    return web;
  }

  Description description() {
    return description;
  }

  URI at(String path) {
    return URI.create(web.uri() + path);
  }

  JsonNode get(String path, String... headers) {
    HttpResponse<String> answer = send("GET", path, "", headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /// An answer, as it is described.
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path)).method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(description.problems(method, answer)).isEmpty();
      return answer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The answer's body.
  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(answer.body(), e);
    }
  }

  /// What is answered as soon as it is as wanted.
  public JsonNode awaiting(String path, Predicate<JsonNode> wanted) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> json(send("GET", path, "")), wanted);
  }

  @Override
  public void close() {
    api.close();
    kayenta.close();
    web.close();
    node.close();
    http.close();
  }
}

package dev.serin.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.Refusal;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the web server itself does, whatever its parts are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private Web web;

  /// A role like any.
  private enum Any implements RouteRole {
    ONE
  }

  private record Order(String what, int count) {}

  @BeforeAll
  void open() {
    web =
        Web.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                config ->
                    config
                        .routes
                        .get("/now", ctx -> ctx.json(Map.of("at", Instant.EPOCH)), Any.ONE)
                        .post("/order", ctx -> ctx.json(ctx.bodyAsClass(Order.class)), Any.ONE)
                        .get("/refused", _ -> refuse(), Any.ONE)
                        .get("/broken", _ -> fail(), Any.ONE)
                        .get("/store", _ -> lose(), Any.ONE)));
  }

  @AfterAll
  void close() {
    web.close();
  }

  private static void refuse() {
    throw new Refusal("rollout shop/cart has no step 9; name one from 1 to 4");
  }

  private static void fail() {
    throw new IllegalStateException("a secret of the inside");
  }

  private static void lose() {
    throw new StoreException("the database does not answer", new IOException());
  }

  @Test
  void aRequestUnderWayEndsBeforeItDoes() throws Exception {
    CountDownLatch came = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Web closing =
        Web.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(
                config ->
                    config.routes.get(
                        "/long",
                        request -> {
                          came.countDown();
                          go.await();
                          request.result("done");
                        },
                        Any.ONE)));
    var underWay =
        client.sendAsync(
            HttpRequest.newBuilder(closing.uri().resolve("/long")).build(),
            BodyHandlers.ofString());
    came.await();
    int port = closing.port();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(closing::close);
    await().atMost(Duration.ofSeconds(20)).until(() -> refuses(port));
    assertThat(closed).isNotDone();

    go.countDown();

    assertThat(underWay.get().statusCode()).isEqualTo(200);
    closed.get();
  }

  private static boolean refuses(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void timesAreRfc3339() throws Exception {
    HttpResponse<String> answer = get("/now");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\"}");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @ParameterizedTest(name = "GET {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /refused | 422 | refused           | rollout shop/cart has no step 9; name one from 1 to 4
          /store   | 503 | store-unavailable | the database does not answer
          /no/such | 404 | not-found         | there is nothing at /no/such; /api/v1/openapi.yaml lists all
          /order   | 405 | method-not-allowed| /order does not answer GET""")
  void problems(String path, int status, String id, String detail) throws Exception {
    HttpResponse<String> answer = get(path);

    JsonNode problem = JSON.readTree(answer.body());
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem.path("type").asText()).isEqualTo("urn:serin:problem:" + id);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).isEqualTo(detail);
    assertThat(problem.path("instance").asText()).isEqualTo(path);
    assertThat(problem.path("title").asText()).isNotBlank();
  }

  @Test
  void whatGoesWrongInsideStaysInside() throws Exception {
    HttpResponse<String> answer = get("/broken");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("incident").doesNotContain("secret");
  }

  @Test
  void theMethodsOfAPathAreNamed() throws Exception {
    assertThat(get("/order").headers().firstValue("Allow")).hasValue("POST");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"what":"tea","count":2}         | 200 | {"what":"tea","count":2}
          {"what":"tea","count":"many"}    | 400 | `count` has the wrong type or is missing
          {"what":"tea","count":1,"hue":1} | 400 | there is no member `hue`; known are count, what
          {"what":                         | 400 | Unexpected end-of-input
          {"what":"tea","count":2} {}      | 400 | something follows
          null                             | 400 | the body is `null`
          [1]                              | 400 | it is empty, or no JSON object""")
  void bodies(String body, int status, String says) throws Exception {
    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(says);
  }

  @Test
  void anEmptyBody() throws Exception {
    assertThat(post("").statusCode()).isEqualTo(400);
  }

  @Test
  void aLargeBodyIsRefused() throws Exception {
    String body = "{\"what\":\"" + "x".repeat((int) Web.LARGEST_BODY) + "\",\"count\":1}";

    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("2097152 bytes");
  }

  @Test
  void aLargeBodyOfUnknownLengthIsRefused() throws Exception {
    byte[] bytes = new byte[(int) Web.LARGEST_BODY + 1];
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(web.uri().resolve("/order"))
                .POST(BodyPublishers.ofByteArrays(List.of(bytes)))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void aMalformedHeadIsAProblemToo() throws IOException {
    String answer = raw("GET /now HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @Test
  void anAmbiguousPathLeadsNowhere() throws IOException {
    String answer = raw("GET /a/..%2f/now HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404").contains("application/problem+json");
  }

  @Test
  void aRouteWithoutARoleIsRefused() {
    assertThatThrownBy(
            () ->
                Web.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    List.of(config -> config.routes.get("/open", _ -> {}))))
        .hasMessageContaining("route GET /open names no role");
  }

  @Test
  void knowsItsRoutes() {
    assertThat(web.routes())
        .contains(new Web.Route("GET", "/now"), new Web.Route("POST", "/order"))
        .hasSize(5);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = web.uri().resolve(path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(web.uri().resolve("/order"))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

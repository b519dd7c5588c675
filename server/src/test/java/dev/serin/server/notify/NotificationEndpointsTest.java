package dev.serin.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.tree.Source;
import dev.serin.providers.http.HttpCaller;
import dev.serin.server.access.Audit;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Web;
import dev.serin.server.metrics.DeliveryMetrics;
import dev.serin.server.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages as a client sees them.
final class NotificationEndpointsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;
  private Store store;
  private HttpCaller http;
  private HttpClient client;
  private Receiver receiver;
  private Notifications notifications;
  private Web web;
  private final List<Audit.Deed> deeds = new CopyOnWriteArrayList<>();
  private volatile Principal caller =
      new Principal("ada", List.of(new Grant(Role.ADMIN, Grant.EVERYWHERE)));

  @BeforeEach
  void open() {
    store = Store.open(folder);
    http = new HttpCaller();
    client = HttpClient.newHttpClient();
    receiver = new Receiver();
    notifications =
        Notifications.open(
            store,
            NotificationFile.read(
                Source.of(
                    "f.yaml",
                    """
                    services: {hook: {webhook: {url: "%s/in"}}}
                    subscriptions: [{triggers: [on-rollout-aborted], service: hook}]
                    """
                        .formatted(receiver.url())),
                Map.of()),
            new Notifications.Around(http, _ -> Map.of(), "", Map.of(), DeliveryMetrics.NONE));
    web = serve(new NotificationEndpoints(notifications));
  }

  private Web serve(NotificationEndpoints endpoints) {
    return Web.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        List.of(
            config ->
                config
                    .routes
                    .before(request -> request.attribute(Principal.ATTRIBUTE, caller))
                    .after(request -> deeds.addAll(Audit.told(request))),
            endpoints));
  }

  @AfterEach
  void close() {
    web.close();
    notifications.close();
    receiver.close();
    client.close();
    http.close();
    store.close();
  }

  @Test
  void messagesAreListedInPagesAndByNamespace() throws Exception {
    save("shop", "cart");
    save("default", "demo");
    notifications.wake();
    await().until(() -> receiver.got().size() == 2);
    await().until(() -> get("?state=delivered").path("items").size() == 2);

    JsonNode first = get("?limit=1");
    assertThat(first.path("items").get(0).path("trigger").asText()).isEqualTo("on-rollout-aborted");
    assertThat(first.path("items").get(0).path("service").asText()).isEqualTo("hook");
    assertThat(first.path("items").get(0).path("createdAt").asText()).matches("20.*Z");
    JsonNode second = get("?limit=1&after=" + first.path("next").asText());
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(second.path("items")).hasSize(1);

    caller = new Principal("bob", List.of(new Grant(Role.VIEWER, "shop")));
    assertThat(get("").path("items")).hasSize(1);
    assertThat(get("").path("items").get(0).path("name").asText()).isEqualTo("cart");
    assertThat(get("?namespace=default").path("status").asInt()).isEqualTo(403);
    assertThat(get("?limit=0").path("status").asInt()).isEqualTo(400);
  }

  @Test
  void aServiceIsTried() throws Exception {
    assertThat(post("/hook/test", "{\"recipient\": \"me\"}").path("delivered").asBoolean())
        .isTrue();
    JsonNode sent = JSON.readTree(receiver.got().getFirst().body());
    assertThat(sent.path("recipient").asText()).isEqualTo("me");
    assertThat(sent.path("by").asText()).isEqualTo("ada");

    receiver.answers(503);
    JsonNode problem = post("/hook/test", "");
    assertThat(problem.path("status").asInt()).isEqualTo(502);
    assertThat(problem.path("detail").asText()).contains("answered 503");
    assertThat(post("/slak/test", "").path("detail").asText())
        .isEqualTo("there is no service \"slak\"; there are: hook");
  }

  @Test
  void whatWasGivenUpIsSentOnceMore() throws Exception {
    receiver.answers(422);
    save("shop", "cart");
    notifications.wake();
    await().until(() -> get("?state=dead").path("items").size() == 1);
    String number = get("").path("items").get(0).path("number").asText();

    caller = new Principal("eve", List.of(new Grant(Role.ADMIN, "other")));
    assertThat(post("/deliveries/" + number + "/retry", "").path("detail").asText())
        .isEqualTo("there is no message " + number);
    caller = new Principal("bob", List.of(new Grant(Role.ADMIN, "shop")));
    assertThat(post("/deliveries/" + number + "/retry", "").path("state").asText())
        .isEqualTo("waiting");
    assertThat(deeds).singleElement().asString().contains("retry message", "shop", "cart");

    await().until(() -> get("?state=delivered").path("items").size() == 1);
    assertThat(receiver.got())
        .extracting(it -> it.header("Webhook-id"))
        .hasSize(2)
        .containsOnly(receiver.got().getFirst().header("Webhook-id"));
    assertThat(post("/deliveries/" + number + "/retry", "").path("status").asInt()).isEqualTo(409);
    assertThat(post("/deliveries/999/retry", "").path("status").asInt()).isEqualTo(404);
  }

  @Test
  void aServerThatTellsNobodySaysSo() throws Exception {
    web.close();
    web = serve(new NotificationEndpoints(null));

    assertThat(get("").path("items")).isEmpty();
    assertThat(post("/hook/test", "").path("detail").asText()).contains("--notifications FILE");
  }

  private void save(String namespace, String name) {
    store.save(
        new RolloutId(namespace, name),
        new Change(
            0,
            Status.serving(new Revision("v1"), NOW),
            List.of(),
            List.of(new Transition(NOW, "RolloutAborted", "aborted")),
            List.of()));
  }

  private JsonNode get(String query) throws Exception {
    return send(HttpRequest.newBuilder(uri(query)));
  }

  private JsonNode post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
  }

  private URI uri(String rest) {
    return URI.create(web.uri() + "/api/v1/notifications" + rest);
  }

  private JsonNode send(HttpRequest.Builder request) throws Exception {
    return JSON.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
  }
}

package dev.serin.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.access.Role;
import dev.serin.server.http.Web;
import dev.serin.server.store.Outbox.Depth;
import dev.serin.server.store.Store;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus and load balancers are told.
final class ServerMetricsTest {
  private static final RolloutId CART = new RolloutId("shop", "cart");

  @TempDir private Path folder;
  private final ServerMetrics metrics = new ServerMetrics("1.2.3");
  private volatile Duration sinceRenewal = Duration.ZERO;
  private Store store;
  private Health health;
  private Web web;
  private HttpClient client;

  @BeforeEach
  void open() {
    store = Store.open(folder);
    store.watch(metrics);
    health = new Health(store, () -> sinceRenewal, Duration.ofSeconds(6));
    client = HttpClient.newHttpClient();
    web =
        Web.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(new MetricsEndpoints(metrics, Role.ANYONE), health));
  }

  @AfterEach
  void close() {
    web.close();
    client.close();
    health.close();
    store.close();
  }

  @Test
  void everythingThatANodeDoesIsCounted() throws Exception {
    metrics.ticked(Duration.ofMillis(20));
    metrics.looked(Duration.ofMillis(3));
    metrics.lookFailed(Duration.ofMillis(3));
    metrics.holds(7);
    metrics.renewed();
    metrics.lost(2);
    metrics.measured("prometheus", Duration.ofMillis(40), false);
    metrics.sent("slack", DeliveryMetrics.Outcome.DEAD, Duration.ofMillis(5));
    metrics.depth(new Depth(1, 2, 3));

    assertThat(get("/metrics").body())
        .contains(
            "serin_info{version=\"1.2.3\"} 1",
            "serin_tick_lateness_seconds_bucket{le=\"0.025\"} 1",
            "serin_look_duration_seconds_count{outcome=\"done\"} 1",
            "serin_look_duration_seconds_count{outcome=\"failed\"} 1",
            "serin_leases_held 7.0",
            "serin_leases_lost_total 2.0",
            "serin_lease_renewed_timestamp_seconds ",
            "serin_measurement_duration_seconds_count{outcome=\"failed\",provider=\"prometheus\"} 1",
            "serin_notification_duration_seconds_count{outcome=\"dead\",service=\"slack\"} 1",
            "serin_outbox_messages{state=\"dead\"} 3.0",
            "jvm_memory_used_bytes");
  }

  @Test
  void theStoreAndRequestsAreCountedAsTheyAreUsed() throws Exception {
    store.savePlan(CART, "plan");
    store.findPlan(CART);
    get("/healthz");
    get("/made-up-by-a-client");

    assertThat(get("/metrics").body())
        .contains(
            "serin_store_duration_seconds_count{outcome=\"done\",use=\"write\"} 1",
            "serin_store_duration_seconds_count{outcome=\"done\",use=\"read\"} 1",
            "serin_http_request_duration_seconds_count"
                + "{method=\"GET\",route=\"/healthz\",status=\"200\"} 1",
            "serin_http_request_duration_seconds_count"
                + "{method=\"GET\",route=\"other\",status=\"404\"} 1")
        .doesNotContain("made-up");
  }

  @Test
  void rolloutsHaveArgosNamesWhileTheyAreHere() throws Exception {
    metrics.stands(CART, "canary", "serin/gateway", Phase.PAUSED);
    assertThat(get("/metrics").body())
        .contains(
            "rollout_info{name=\"cart\",namespace=\"shop\",phase=\"Paused\",strategy=\"canary\","
                + "traffic_router=\"serin/gateway\"} 1",
            "rollout_phase{name=\"cart\",namespace=\"shop\",phase=\"Paused\"} 1",
            "rollout_phase{name=\"cart\",namespace=\"shop\",phase=\"Healthy\"} 0",
            "serin_rollouts{phase=\"Paused\"} 1",
            "serin_rollouts{phase=\"Degraded\"} 0");

    metrics.left(CART);
    assertThat(get("/metrics").body()).doesNotContain("cart").contains("serin_rollouts");
  }

  @Test
  void rolloutsBeyondTheLimitAreOnlyCounted() {
    RolloutGauges gauges = new RolloutGauges(new PrometheusRegistry(), 2);
    for (int i = 0; i < 5; i++) {
      gauges.stands(
          new RolloutId("shop", "r" + i),
          new RolloutGauges.Standing("canary", "serin/gateway", Phase.HEALTHY));
    }
    assertThat(gauges.collect().stream())
        .extracting(it -> it.getMetadata().getName(), it -> it.getDataPoints().size())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("rollout_info", 2),
            org.assertj.core.groups.Tuple.tuple("rollout_phase", 8),
            org.assertj.core.groups.Tuple.tuple("serin_rollouts", 4));
  }

  @Test
  void aServerIsReadyWhileItsStoreAnswersItsLeasesHoldAndItStays() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body())
        .isEqualTo(
            "{\"status\":\"ready\",\"checks\":{\"store\":\"ok\",\"leases\":\"ok\",\"draining\":\"ok\"}}");

    sinceRenewal = Duration.ofSeconds(9);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .contains("\"leases\":\"the leases were renewed 9 s ago, and last 6 s\"");

    sinceRenewal = Duration.ZERO;
    health.drain();
    assertThat(get("/readyz").body()).contains("\"draining\":\"the server is stopping\"");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aServerWhoseStoreIsGoneIsNotReady() throws Exception {
    store.close();

    HttpResponse<String> answer = get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("the store can not be used")
        .doesNotContain(folder.toString());
    store = Store.open(folder);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(web.uri() + path)).build(), BodyHandlers.ofString());
  }
}

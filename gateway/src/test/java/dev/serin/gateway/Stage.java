package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.gateway.settings.Timeouts;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// A gateway with a stable and a canary backend, for one test.
final class Stage implements AutoCloseable {
  static final RolloutId ROLLOUT = new RolloutId("default", "shop");
  static final Revision STABLE = new Revision("v1");
  static final Revision CANARY = new Revision("v2");
  static final GatewayOptions OPTIONS =
      GatewayOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .withStickiness(new Stickiness.None());

  private final Gateway gateway;

  private Stage(Gateway gateway) {
    this.gateway = gateway;
  }

  static Stage open(GatewayOptions options, Backend... backends) {
    Stage stage = open(options);
    stage.gateway.serve(Hosted.everywhere(ROLLOUT, List.of(backends)));
    return stage;
  }

  /// Without a rollout.
  static Stage open(GatewayOptions options) {
    Gateway.Opened opened = Gateway.open(options);
    assertThat(opened).isInstanceOf(Gateway.Opened.Listening.class);
    return new Stage(((Gateway.Opened.Listening) opened).gateway());
  }

  /// One revision alone, and all traffic goes to it.
  static Stage of(Origin... origins) {
    return of(OPTIONS, origins);
  }

  static Stage of(GatewayOptions options, Origin... origins) {
    Stage stage = open(options, backend(STABLE, origins));
    stage.apply(Routing.allTo(STABLE));
    return stage;
  }

  /// Two revisions of one server each.
  static Stage of(GatewayOptions options, Weight weight, Origin stable, Origin canary) {
    Stage stage = open(options, backend(STABLE, stable), backend(CANARY, canary));
    stage.weight(weight);
    return stage;
  }

  static Backend backend(Revision revision, Origin... origins) {
    return new Backend(
        "shop-" + revision,
        revision,
        java.util.Arrays.stream(origins).map(Origin::endpoint).toList(),
        Backend.HealthCheck.DEFAULT);
  }

  static GatewayOptions quick(Duration response) {
    return OPTIONS.withTimeouts(
        new Timeouts(
            Duration.ofMillis(500),
            Duration.ofMillis(300),
            Duration.ofMillis(600),
            response,
            Duration.ofMillis(700),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30)));
  }

  Gateway gateway() {
    return gateway;
  }

  void weight(Weight weight) {
    apply(new Routing(STABLE, CANARY, weight, List.of(), List.of()));
  }

  void apply(Routing routing) {
    assertThat(gateway.apply(ROLLOUT, routing))
        .isInstanceOf(TrafficRouter.Live.Routed.class)
        .isEqualTo(gateway.observe(ROLLOUT));
  }

  Wire connect() throws IOException {
    return Wire.to(gateway.address());
  }

  /// One GET on a connection of its own.
  Wire.Message get(String path, String... headers) throws IOException {
    try (Wire wire = connect()) {
      return get(wire, path, headers);
    }
  }

  /// One GET as the last of a connection.
  static Wire.Message get(Wire wire, String path, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: shop\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return wire.send(text.append("Connection: close\r\n\r\n").toString()).receive();
  }

  String admin(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.adminAddress().getPort() + path);
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  void backends(Backend... backends) {
    gateway.backends(ROLLOUT, List.of(backends));
  }

  /// The numbers of a role that has a revision now.
  Signals.Population population(Role role) {
    return gateway.signals(ROLLOUT, Duration.ofMinutes(1)).current(role).orElseThrow();
  }

  @Override
  public void close() {
    gateway.close();
  }
}

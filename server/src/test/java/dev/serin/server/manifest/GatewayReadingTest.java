package dev.serin.server.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.AccessLog;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import dev.serin.gateway.settings.Place;
import dev.serin.gateway.settings.Resilience;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.gateway.settings.Timeouts;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayReadingTest {
  private static final String HEAD =
      """
      apiVersion: serin.dev/v1alpha1
      kind: Gateway
      metadata: {name: edge}
      spec:
      """;

  private static Manifests read(String spec) {
    return Reader.read(List.of(Source.of("edge.yaml", HEAD + spec.indent(2))));
  }

  private static GatewayReading.Gateway gateway(String spec) {
    Manifests manifests = read(spec);
    assertThat(manifests.problems()).noneMatch(Problem::error);
    assertThat(GatewayReading.problems(manifests)).isEmpty();
    return GatewayReading.read(manifests.gateways().getFirst(), Path.of("/etc/serin"));
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static final String ALL =
      """
      listeners:
        - address: 127.0.0.1:8080
        - address: "[::1]:8443"
          tls: {certificate: tls/edge.pem, key: /keys/edge.key}
          proxyProtocol: true
      admin: 127.0.0.1:9999
      trustedProxies: [10.0.0.0/8, "::1"]
      stickiness: {cookie: {name: who, maxAge: 1h}}
      timeouts: {connect: 1s, head: 2s, idle: 3s, response: 4s, tunnel: 5s, drain: 6s, handover: 7s}
      limits: {headBytes: 2048, headers: 20, bodyBytes: 5000000000, connections: 30,
        connectionsPerClient: 3, streams: 4, bytesPerSecond: 5}
      resilience: {retryShare: 0.5, ejectAfter: 2, ejectFor: 1m, mostEjected: 1, slowStart: 0s}
      accessLog: {file: access.log, format: common}
      threads: 4
      routes:
        - {host: Shop.example.org, path: /api/, rollout: api}
        - {rollout: shop}
      """;

  @Test
  void placesAndFilesAreRead() {
    GatewayReading.Gateway read = gateway(ALL);
    GatewayOptions options = read.options();
    assertThat(options.entrances())
        .containsExactly(
            Entrance.clear(at("127.0.0.1", 8080)),
            new Entrance(
                at("::1", 8443),
                new Entrance.Tls(Path.of("/etc/serin/tls/edge.pem"), Path.of("/keys/edge.key")),
                true));
    assertThat(options.admin()).isEqualTo(at("127.0.0.1", 9999));
    assertThat(options.trusted().networks()).containsExactly("10.0.0.0/8", "::1");
    assertThat(options.accessLog())
        .isEqualTo(new AccessLog(Path.of("/etc/serin/access.log"), AccessLog.Format.COMMON));
    assertThat(read.routes())
        .containsExactly(
            new GatewayReading.Route(new Place("shop.example.org", "/api"), "api"),
            new GatewayReading.Route(Place.ANYWHERE, "shop"));
  }

  @Test
  void numbersAndTimesAreRead() {
    GatewayOptions options = gateway(ALL).options();
    assertThat(options.stickiness())
        .isEqualTo(new Stickiness.OwnCookie("who", Duration.ofHours(1)));
    assertThat(options.timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7)));
    assertThat(options.limits()).isEqualTo(new Limits(2048, 20, 5_000_000_000L, 30, 3, 4, 5));
    assertThat(options.resilience())
        .isEqualTo(new Resilience(0.5, 2, Duration.ofMinutes(1), 1, Duration.ZERO));
    assertThat(options.eventLoops()).isEqualTo(4);
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    assertThat(gateway("routes: []")).isEqualTo(GatewayReading.Gateway.USUAL);
    assertThat(gateway("timeouts: {idle: 5s}").options().timeouts().drain())
        .isEqualTo(Timeouts.DEFAULT.drain());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {cookie: {}}           | OwnCookie
          {serviceCookie: id}    | Cookie
          {header: X-User}       | Header
          {clientAddress: {}}    | ClientAddress
          {none: {}}             | None
          """)
  void eachStickinessHasAWord(String written, String kind) {
    assertThat(gateway("stickiness: " + written).options().stickiness().getClass().getSimpleName())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          threads: 65                          | 5:12 spec.threads: event loops must be 1 to 64
          timeouts: {idle: 2s, head: 0s}       | 5:30 spec.timeouts.head: timeout head must be 1ms to 24h
          limits: {headBytes: 5}               | 5:23 spec.limits.headBytes: limit headBytes must be 1024
          resilience: {mostEjected: 2}         | 5:29 spec.resilience.mostEjected: mostEjected must be 0 to 1
          stickiness: {header: "X User"}       | 5:24 spec.stickiness.header: the name of a header must be
          trustedProxies: [10.0.0.0/99]        | 5:19 spec.trustedProxies: the bits of network "10.0.0.0/99" must
          routes: [{host: "a:1", rollout: a}]  | 5:19 spec.routes[0].host: a host must be like
          routes: [{path: api, rollout: a}]    | 5:19 spec.routes[0].path: a path must begin with a slash
          routes: [{host: a, rollout: a}, {host: A, rollout: b}] | 5:35 spec.routes[1]: a/ is routed at edge.yaml:5:12
          """)
  void whatTheGatewayCanNotUseIsToldAtItsPlace(String spec, String said) {
    List<Problem> problems = GatewayReading.problems(read(spec));
    assertThat(problems).hasSize(1);
    Problem problem = problems.getFirst();
    assertThat(problem.place().line() + ":" + problem.place().column() + " " + problem.message())
        .startsWith(said);
  }
}

package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.AccessLog;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.TrustedProxies;
import dev.serin.signals.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written down of requests that pass a gateway.
class AccessLogTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("access.log");
  }

  private GatewayOptions json(GatewayOptions base) {
    return base.withAccessLog(new AccessLog(file, AccessLog.Format.JSON));
  }

  private List<String> lines(int count) {
    return Awaitility.await().until(() -> Files.readAllLines(file), lines -> lines.size() >= count);
  }

  private String line() {
    return lines(1).getFirst();
  }

  @Test
  void aRequestIsOneLineWithWhatBothSidesSaw() throws Exception {
    GatewayOptions options =
        json(Stage.OPTIONS.withTrusted(new TrustedProxies(List.of("127.0.0.0/8"))));
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary!");
        Stage stage = Stage.of(options, Weight.ALL, stable, canary);
        Wire client = stage.connect()) {
      String head =
          "POST /cart?id=7 HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n"
              + "X-Forwarded-For: 203.0.113.9\r\nUser-Agent: test\r\n"
              + ("traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01\r\n\r\n");
      client.send(head + "hello");
      assertThat(client.receive().body()).isEqualTo("canary!");

      assertThat(canary.requests().element().header("traceparent"))
          .isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-01");
      assertThat(line())
          .contains("\"client\":\"203.0.113.9\"")
          .contains("\"method\":\"POST\",\"path\":\"/cart?id=7\",\"host\":\"shop\"")
          .contains("\"userAgent\":\"test\",\"traceId\":\"" + TRACE + "\"")
          .contains("\"rollout\":\"default/shop\",\"route\":\"*/\",\"role\":\"canary\"")
          .contains("\"revision\":\"v2\",\"endpoint\":\"127.0.0.1:" + canary.port() + "\"")
          .contains("\"status\":200,\"bytesReceived\":" + (head.length() + 5) + ",")
          .contains("\"bytesSent\":" + Origin.ok("canary!").length() + ",")
          .endsWith("\"outcome\":\"answered\"}");
    }
  }

  @Test
  void withoutATraceNoneIsMadeUp() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(json(Stage.OPTIONS), origin)) {
      stage.get("/", "traceparent: broken", "tracestate: a=b");
      stage.get("/");

      assertThat(origin.requests().poll().headers())
          .containsEntry("traceparent", "broken")
          .containsEntry("tracestate", "a=b");
      assertThat(origin.requests().poll().headers())
          .doesNotContainKey("traceparent")
          .doesNotContainKey("x-request-id");
      assertThat(lines(2)).allMatch(line -> !line.contains("traceId"));
    }
  }

  @Test
  void pipelinedRequestsAreALineEach() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(json(Stage.OPTIONS), origin);
        Wire client = stage.connect()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.receive().body()).isEqualTo("ok");
      }
      List<String> lines = lines(50);
      for (int i = 0; i < 50; i++) {
        assertThat(lines.get(i)).contains("\"path\":\"/" + i + "\"").contains("answered");
      }
    }
  }

  @Test
  void theCommonFormatHasTheRevisionBehindIt() throws Exception {
    GatewayOptions options =
        Stage.OPTIONS.withAccessLog(new AccessLog(file, AccessLog.Format.COMMON));
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(options, origin)) {
      stage.get("/a b".replace(' ', '+'), "User-Agent: \"x\"");
      assertThat(line())
          .matches(
              "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] "
                  + "\"GET /a\\+b HTTP/1.1\" 200 \\d+ \"-\" \"\\\\\"x\\\\\"\" shop "
                  + "stable v1 default/shop \\*/ - 127\\.0\\.0\\.1:"
                  + origin.port()
                  + " \\d+ \\d+\\.\\d{3} answered");
    }
  }

  @Test
  void aRefusedRequestIsALineToo() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(json(Stage.OPTIONS), origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a", "Host: b");
      assertThat(client.receive().status()).isEqualTo(400);
      assertThat(line())
          .contains("\"client\":\"127.0.0.1\"")
          .contains("\"status\":400")
          .contains("\"outcome\":\"refused\"");
    }
  }

  @Test
  void aClientThatGoesIsOneAbort() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.next();
                });
        Stage stage = Stage.of(json(Stage.OPTIONS), origin)) {
      try (Wire client = stage.connect()) {
        client.lines("GET /slow HTTP/1.1", "Host: a");
        Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 1);
        client.reset();
      }
      assertThat(line()).contains("\"status\":499").contains("\"outcome\":\"client-abort\"");
    }
  }

  @Test
  void aBackendThatIsLateOrGoneIsTold() throws Exception {
    GatewayOptions quick = json(Stage.quick(Duration.ofMillis(400)));
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  if (wire.head().start().contains("late")) {
                    wire.next();
                  }
                });
        Stage stage = Stage.of(quick, origin)) {
      assertThat(stage.get("/late").status()).isEqualTo(504);
      assertThat(stage.get("/gone").status()).isEqualTo(502);

      // Lines of two event loops may have changed places.
      assertThat(lines(2))
          .filteredOn(line -> line.contains("/late"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("\"status\":504")
          .contains("\"outcome\":\"timeout\"");
      assertThat(lines(2))
          .filteredOn(line -> line.contains("/gone"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("\"status\":502")
          .contains("\"endpoint\":\"127.0.0.1:" + origin.port())
          .contains("\"outcome\":\"upstream-failure\"");
    }
  }

  @Test
  void aTunnelIsALineWhenItEnds() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                  wire.send(wire.in().readAllBytes());
                });
        Stage stage = Stage.of(json(Stage.OPTIONS), origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: echo");
      assertThat(client.head().status()).isEqualTo(101);
      client.send("x".repeat(70_000));
      client.endOutput();
      assertThat(client.in().readAllBytes()).hasSize(70_000);

      assertThat(line())
          .contains("\"status\":101")
          .containsPattern("\"bytesReceived\":700\\d\\d,\"bytesSent\":700\\d\\d,")
          .contains("\"outcome\":\"answered\"");
    }
  }

  @Test
  void linesOfTheLastRequestsAreThereWhenItIsClosed() throws Exception {
    try (Origin origin = Origin.saying("ok")) {
      try (Stage stage = Stage.of(json(Stage.OPTIONS), origin)) {
        for (int i = 0; i < 20; i++) {
          stage.get("/" + i);
        }
        assertThat(stage.admin("/metrics")).contains("serin_gateway_access_log_dropped_total 0.0");
      }
      assertThat(Files.readAllLines(file)).hasSize(20);
    }
  }

  @Test
  void aFileThatCanNotBeWrittenKeepsItFromOpening() throws IOException {
    Files.createDirectory(file);
    assertThat(Gateway.open(json(Stage.OPTIONS)))
        .isInstanceOfSatisfying(
            Gateway.Opened.Refused.class,
            refused -> assertThat(refused.why()).contains(file.toString()));
  }
}

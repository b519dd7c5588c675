package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.Analyst;
import dev.serin.core.engine.Engine;
import dev.serin.core.engine.FakeRouter;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Loop;
import dev.serin.core.engine.MemoryStore;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.Timeline;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.condition.ExprConditions;
import dev.serin.manifest.tree.Source;
import dev.serin.providers.gate.GateProvider;
import dev.serin.providers.http.HttpCaller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The example with a gate, against a real web service, in virtual time.
class GateStepTest {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final MemoryStore store = new MemoryStore();
  private final FakeRouter router = new FakeRouter();
  private final Timeline time = Timeline.virtual(BEGINNING);
  private HttpServer gate;
  private HttpCaller http;

  @BeforeEach
  void open() throws IOException {
    gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    gate.start();
    http = new HttpCaller();
  }

  @AfterEach
  void close() {
    http.close();
    gate.stop(0);
  }

  @Test
  void aRolloutGoesOnWithTheYes() throws Exception {
    answers("{\"decision\": \"wait\"}", "{\"decision\": \"wait\"}", "{\"decision\": \"approve\"}");

    Look last = run(look -> look.end() != null);

    assertThat(last.end()).isEqualTo(Look.End.PROMOTED);
    assertThat(asked).hasSize(3);
    JsonNode question = JSON.readTree(asked.getFirst());
    assertThat(question.path("weight").asDouble()).isEqualTo(10);
    assertThat(question.path("step").asInt()).isEqualTo(3);
    assertThat(question.path("steps").asInt()).isEqualTo(5);
    assertThat(question.path("metadata").path("ticket").asText()).isEqualTo("OPS-1234");
    assertThat(asked)
        .extracting(it -> JSON.readTree(it).path("id").asText())
        .containsOnly("default/checkout/checkout-v2-2-2");
    assertThat(store.transitions(last.decision().next().id()))
        .extracting(Transition::message)
        .contains("Rollout step 3/5 completed (gate)");
  }

  @Test
  void aRolloutGoesBackWithTheNo() throws Exception {
    answers("{\"decision\": \"deny\", \"message\": \"the shop is full of people\"}");

    Look last = run(look -> look.end() != null);

    assertThat(last.end()).isEqualTo(Look.End.ROLLED_BACK);
    assertThat(last.decision().standing().message()).contains("the shop is full of people");
  }

  @Test
  void aRolloutStandsStillWhileNobodyCanBeAsked() throws Exception {
    int port = gate.getAddress().getPort();
    gate.stop(0);

    Look last = run(look -> look.at().isAfter(BEGINNING.plus(Duration.ofHours(3))));

    assertThat(last.end()).isNull();
    assertThat(last.decision().waiting().what())
        .isEqualTo("the gate's yes (or a person's promote)");
    assertThat(last.runs().getLast().status().metrics().getFirst().last().orElseThrow().message())
        .contains("127.0.0.1:" + port);
  }

  private void answers(String... bodies) {
    gate.createContext(
        "/",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body =
              bodies[Math.min(asked.size(), bodies.length) - 1].getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private Look run(java.util.function.Predicate<Look> end) throws Exception {
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(
                Map.of(ProviderConfig.GATE, new GateProvider(http, store::find)),
                new ExprConditions(),
                (_, _, _) -> Optional.of("token")),
            Runnable::run,
            time);
    Engine engine =
        new Engine(
            new Engine.Parts(
                store, router, (_, _) -> new Workload.Health.Available(), analyst, time));
    return new Loop(engine, time, Duration.ofSeconds(5)).run(release(), end);
  }

  private Release release() throws IOException {
    String manifest =
        Files.readString(Path.of("../examples/canary-gate.yaml"))
            .replace(":9100", ":" + gate.getAddress().getPort());
    RolloutDocument rollout =
        new ManifestReader().read(List.of(Source.of("gate.yaml", manifest))).rollouts().getFirst();
    return new Release(
        rollout.id(),
        rollout.spec(),
        new Revision("v1"),
        new Revision("v2"),
        Map.of(),
        Map.of("metadata", Map.of("name", rollout.id().name())));
  }
}

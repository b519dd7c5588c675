package dev.serin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Look;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.condition.ConditionError;
import dev.serin.manifest.condition.ExprConditions;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DemoTest {
  @Test
  void theManifestIsReadWithoutAProblem() throws Exception {
    try (Demo demo = Demo.open(null)) {
      Manifests read =
          new ManifestReader(text -> ExprConditions.check(text).map(ConditionError::message))
              .read(List.of(demo.manifest()));

      assertThat(read.problems()).isEmpty();
      assertThat(read.rollouts())
          .singleElement()
          .satisfies(r -> assertThat(r.id()).isEqualTo(new RolloutId("default", "demo")));
      assertThat(read.templates()).as("it is the guard that watches").isEmpty();
    }
  }

  @Test
  void byItselfItShowsAPromotionAndThenARollback() throws Exception {
    try (Demo demo = Demo.open(null)) {
      assertThat(demo.acts())
          .extracting(Act::expected)
          .containsExactly(Look.End.PROMOTED, Look.End.ROLLED_BACK);
      assertThat(demo.acts())
          .extracting(Act::announcement)
          .containsExactly(
              "v2 is as good as the version before: watch it being promoted",
              "v3 will answer every tenth request with an error: watch it being taken back");
      assertThat(demo.first().revision().hash()).isEqualTo("v1");
      assertThat(demo.acts().getLast().stable()).isEqualTo(demo.acts().getFirst().canary());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNamedFaultIsShownAlone(Fault fault) throws Exception {
    try (Demo demo = Demo.open(fault)) {
      assertThat(demo.acts())
          .singleElement()
          .satisfies(
              act -> {
                assertThat(act.fault()).isEqualTo(fault);
                assertThat(act.stable().revision().hash()).isEqualTo("v1");
                assertThat(act.canary().revision().hash()).isEqualTo("v2");
                assertThat(act.expected())
                    .isEqualTo(fault == Fault.NONE ? Look.End.PROMOTED : Look.End.ROLLED_BACK);
              });
    }
  }

  @Test
  void thePoolsTakeTurnsUntilTheDemoIsClosed() throws Exception {
    List<Backend> pools = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      try (Demo demo = Demo.open(null)) {
        for (Act act : demo.acts()) {
          demo.begin(act);
          for (Backend backend : List.of(act.stable(), act.canary())) {
            assertThat(get(client, backend)).contains(backend.revision().hash());
            pools.add(backend);
          }
        }
        assertThat(pools.stream().map(Backend::name).distinct()).hasSize(2);
        assertThat(pools.stream().map(DemoTest::url).distinct()).hasSize(2);
      }
      for (Backend backend : pools) {
        assertThatThrownBy(() -> get(client, backend)).isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void theLoadGoesOnUntilTheDemoIsClosed() throws Exception {
    try (Demo demo = Demo.open(null)) {
      URI service = url(demo.acts().getFirst().stable());

      DemoLoad load = demo.load(service);

      Eventually.isTrue("traffic", () -> load.tally().requests() >= 50);
      assertThatThrownBy(() -> demo.load(service)).isInstanceOf(IllegalStateException.class);
    }
    Eventually.isTrue(
        "the end of the load",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("demo-load")));
  }

  private static URI url(Backend backend) {
    return backend.endpoints().getFirst().url();
  }

  private static String get(HttpClient client, Backend backend) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(url(backend)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}

package dev.serin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.engine.Analyst;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Engine;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Loop;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.Timeline;
import dev.serin.gateway.Gateway;
import dev.serin.gateway.GatewayOptions;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.condition.ExprConditions;
import dev.serin.server.store.SqliteStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The demo's releases end as they are announced, with the real engine, gateway and store.
final class DemoPlayTest {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"LATENCY", "CRASH"})
  void aBadReleaseIsTakenBack(Fault fault) throws Exception {
    try (Demo demo = Demo.open(fault);
        SqliteStore store = SqliteStore.open(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Act act = demo.acts().getFirst();
      Manifests read = new ManifestReader().read(List.of(demo.manifest()));
      RolloutDocument rollout = read.rollouts().getFirst();
      try (Gateway gateway = gateway(rollout, act)) {
        Analyst analyst =
            new Analyst(
                new Analyst.Tools(
                    Map.of(Gateway.KIND, gateway.metrics()),
                    new ExprConditions(),
                    (_, _) -> java.util.Optional.empty()),
                threads,
                InstantSource.system());
        Timeline timeline = Timeline.real();
        Engine engine =
            new Engine(new Engine.Parts(store, gateway, gateway.workload(), analyst, timeline));

        Loop loop = new Loop(engine, timeline, Duration.ofMillis(200));
        loop.run(release(read, rollout, demo.first(), demo.first()), _ -> true);
        DemoLoad load = demo.load(url(gateway));
        Eventually.isTrue("a warm load", () -> load.tally().warm());
        assertThat(load.tally().answers()).containsOnlyKeys("v1");
        Instant begin = Instant.now();

        Look last =
            loop.run(
                release(read, rollout, act.stable(), act.canary()), look -> ended(look, begin));

        assertThat(last.end()).isEqualTo(act.expected());
      }
    }
  }

  private static boolean ended(Look look, Instant begin) {
    return look.end() != null || look.at().isAfter(begin.plus(LONGEST));
  }

  private static Gateway gateway(RolloutDocument rollout, Act act) {
    return switch (Gateway.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        rollout.id(),
        List.of(act.stable(), act.canary()),
        GatewayOptions.DEFAULT)) {
      case Gateway.Opened.Listening(var gateway) -> gateway;
      case Gateway.Opened.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private static URI url(Gateway gateway) {
    return URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/");
  }

  private static Release release(
      Manifests read, RolloutDocument rollout, Backend from, Backend to) {
    return new Release(
        rollout.id(),
        rollout.spec(),
        from.revision(),
        to.revision(),
        read.templates().stream()
            .collect(Collectors.toMap(AnalysisTemplate::ref, Function.identity())),
        rollout.content().map());
  }
}

package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several rollouts in one run.
@Timeout(120)
class SeveralTest {
  private static final String GATEWAY =
      """
      apiVersion: serin.dev/v1alpha1
      kind: Gateway
      metadata: {name: edge}
      spec:
        listeners: [{address: "127.0.0.1:1"}]
        routes:
          - {rollout: shop}
          - {path: /api, rollout: api}
      """;

  private final Town town = new Town();

  @TempDir private Path folder;

  @AfterEach
  void leave() {
    town.close();
  }

  private void rollout(String name, String steps) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: %1$s}
            spec:
              strategy:
                canary: {stableService: %1$s-a, canaryService: %1$s-b, steps: [%2$s]}
            """
                .formatted(name, steps));
    for (String side : List.of("a", "b")) {
      text.append(
          """
          ---
          apiVersion: serin.dev/v1alpha1
          kind: Backend
          metadata: {name: %1$s-%2$s}
          spec: {version: %2$s, endpoints: [{url: "%3$s"}]}
          """
              .formatted(name, side, town.server(name + "-" + side)));
    }
    Files.writeString(folder.resolve(name + ".yaml"), text);
  }

  private void gateway(String text) throws IOException {
    Files.writeString(folder.resolve("gateway.yaml"), text);
  }

  private Ran run(String... more) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("run", folder.toString()));
    command.addAll(List.of("--listen", town.listen(), "--admin", "127.0.0.1:0", "--no-guard"));
    command.addAll(List.of("--state", folder.resolve("state").toString()));
    command.addAll(List.of(more));
    return town.visited(command.toArray(String[]::new));
  }

  @Test
  void allThatTheGatewayRoutesRunAtOnce() throws Exception {
    rollout("shop", "{setWeight: 100}, {pause: {duration: 1s}}");
    rollout("api", "{setWeight: 50}, {pause: {duration: 2s}}");
    gateway(GATEWAY);

    Ran ran = run();

    assertThat(ran.code()).as(ran.err() + ran.out()).isZero();
    assertThat(ran.out().lines())
        .anyMatch(line -> line.startsWith("shop | ") && line.contains("shop: b is promoted"))
        .anyMatch(line -> line.startsWith("api  | ") && line.contains("api: b is promoted"))
        .anyMatch(line -> line.startsWith("api  | ") && line.contains("as */api; metrics at"))
        .allMatch(line -> line.matches("(shop|api ) \\| .*"));
    assertThat(town.answers()).contains("shop-b").doesNotContain("api-a", "api-b");

    Ran again = run();

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("shop: b is promoted already", "api: b is promoted already");
  }

  @Test
  void theWorstEndIsTheEnd() throws Exception {
    rollout("shop", "{setWeight: 10}");
    rollout("api", "{setWeight: 10}, {pause: {}}");
    gateway(GATEWAY);

    Ran ran = run("--timeout", "3s");

    assertThat(ran.code()).as(ran.err() + ran.out()).isEqualTo(3);
    assertThat(ran.out()).contains("shop: b is promoted", "api: undecided");

    Ran named = run("--resume", "--name", "api", "--timeout", "2s");

    assertThat(named.code()).as(named.err() + named.out()).isEqualTo(3);
    assertThat(named.out()).contains("api serves at").doesNotContain("shop serves");
    assertThat(town.answers()).containsOnly("404");
  }

  @Test
  void whatIsUnclearIsRefused() throws Exception {
    rollout("shop", "{setWeight: 10}");
    rollout("api", "{setWeight: 10}");

    assertThat(run().err()).contains("several rollouts; choose one with --name, or add a Gateway");

    gateway(GATEWAY);
    Ran targets = run("--stable", "http://127.0.0.1:1", "--canary", "http://127.0.0.1:2");
    assertThat(targets.code()).isEqualTo(2);
    assertThat(targets.err()).contains("about one rollout, and the Gateway routes 2");

    gateway(GATEWAY.replace("rollout: api", "rollout: appi"));
    Ran unknown = run();
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("gateway.yaml:8:", "no rollout is called \"appi\"");

    gateway(GATEWAY + "---\n" + GATEWAY.replace("edge", "other"));
    assertThat(run().err()).contains("several Gateways (edge, other)");
  }

  @Test
  void aFlagWinsOverTheGateway() throws Exception {
    rollout("shop", "{setWeight: 100}");
    gateway(
        GATEWAY.replace("    - {path: /api, rollout: api}\n", "")
            + "  accessLog: {file: requests.log, format: common}\n");

    Ran ran = run();

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("shop serves at http://" + town.listen() + "; metrics");
    assertThat(folder.resolve("requests.log")).content().contains("\"GET / HTTP/1.1\" 200");
    Path json = folder.resolve("requests.json.log");
    run("--rollback", "--access-log", json.toString());
    assertThat(json).content().contains("\"GET / HTTP/1.1\" 200");
    assertThat(run("--tls-cert", "a.pem").err()).contains("--tls-key FILE is missing");
    assertThat(run("--access-log", "-", "-o", "json").err()).contains("give the access log a file");
  }
}

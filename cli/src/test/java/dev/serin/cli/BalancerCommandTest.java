package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Shell.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `serin nginx`, `serin haproxy` and `serin agent` say to what can not be meant.
final class BalancerCommandTest {
  @TempDir private Path folder;

  private String manifest(String routers, String step) throws Exception {
    return Files.writeString(
            folder.resolve("rollout.yaml"),
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: shop}
            spec:
              strategy:
                canary:
                  stableService: blue
                  canaryService: green
                  trafficRouting:
                    managedRoutes: [{name: r}]
                    plugins: {%s}
                  steps: [%s]
            ---
            apiVersion: serin.dev/v1alpha1
            kind: Backend
            metadata: {name: blue}
            spec: {version: v1, endpoints: [{url: "http://127.0.0.1:9"}]}
            ---
            apiVersion: serin.dev/v1alpha1
            kind: Backend
            metadata: {name: green}
            spec: {version: v2, endpoints: [{url: "http://127.0.0.1:10"}]}
            """
                .formatted(routers, step))
        .toString();
  }

  private Ran run(String... arguments) {
    return Shell.serin(arguments);
  }

  private Ran begin(String manifest) {
    return run("run", manifest, "--state", folder.resolve("state").toString());
  }

  @ParameterizedTest
  @CsvSource({"nginx", "haproxy"})
  void aSubcommandIsNeeded(String balancer) {
    Ran outcome = run(balancer);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("init, or remove").contains("--help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx   | serin/nginx: {probe: 9180} | serin/nginx.probe must be",
        "nginx   | serin/nginx: {probes: 9180} | unknown setting serin/nginx.probes",
        "nginx   | serin/nginx: {onDrift: shout} | must be reassert or hold",
        "nginx   | serin/nginx: {logSample: 0} | a whole number from 1",
        "haproxy | serin/haproxy: {mechanism: magic} | must be map or weights",
        "haproxy | serin/haproxy: {socket: 5} | serin/haproxy.socket must be",
        "haproxy | 'serin/haproxy: {agents: [\"lb1:9443\"]}' | serin/haproxy.tls is missing",
        "nginx   | serin/nginx: {tls: {}} | serin/nginx.tls is for agents",
      })
  void aWrongSettingIsNamedWithWhatIsRight(String balancer, String routers, String why)
      throws Exception {
    Ran outcome = run(balancer, "init", manifest(routers, "{setWeight: 10}"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(why);
  }

  @Test
  void oneRouteWithTwoMatchesIsRefused() throws Exception {
    String twice =
        "{setHeaderRoute: {name: r, match: [{headerName: X, headerValue: {exact: a}}]}},"
            + " {setHeaderRoute: {name: r, match: [{headerName: X, headerValue: {exact: b}}]}}";
    Ran outcome = run("nginx", "init", manifest("serin/nginx: {}", twice));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("give the second one a name of its own");
  }

  @Test
  void whatTheBalancerCanNotDoIsSaidBeforeAnythingBegins() throws Exception {
    String mirror =
        "{setWeight: 10}, {setMirrorRoute: {name: r, percentage: 10, match: [{path: {prefix: /}}]}}";
    Ran outcome = begin(manifest("serin/haproxy: {}", mirror));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("setMirrorRoute").contains("more than this router can do");
  }

  @Test
  void aBalancerThatIsNotThereIsSaidBeforeAnythingBegins() throws Exception {
    String settings =
        "serin/haproxy: {socket: %s/none.sock, log: \"127.0.0.1:0\"}".formatted(folder);
    Ran outcome = begin(manifest(settings, "{setWeight: 10}"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("nothing was started").contains("none.sock");
  }

  @Test
  void poolsAreNamedByBackendsAndNotByTheirRoles() throws Exception {
    Ran outcome =
        run(
            "run",
            manifest("serin/nginx: {}", "{setWeight: 10}"),
            "--stable",
            "http://127.0.0.1:9",
            "--canary",
            "http://127.0.0.1:10",
            "--state",
            folder.resolve("state").toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("serin/nginx needs a Backend for each version");
  }

  @Test
  void twoRoutersAreOneTooMany() throws Exception {
    Ran outcome = begin(manifest("serin/haproxy: {}, serin/nginx: {}", "{setWeight: 10}"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("choose it with --router");
  }

  @Test
  void anAgentNeedsALoadBalancer() throws Exception {
    Ran outcome =
        run(
            "agent",
            manifest("serin/gateway: {}", "{setWeight: 10}"),
            "--tls-cert",
            "a",
            "--tls-key",
            "b",
            "--authority",
            "c");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("names no load balancer for an agent");
  }
}

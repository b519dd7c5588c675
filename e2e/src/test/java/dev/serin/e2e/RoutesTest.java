package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.e2e.Service.Arrival;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Routes by header and copies of requests, through the gateway.
class RoutesTest {
  private static final String MANIFEST =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: catalog
      spec:
        strategy:
          canary:
            trafficRouting:
              managedRoutes:
                - name: team
                - name: copies
              plugins:
                serin/gateway: {}
            steps:
              - setHeaderRoute:
                  name: team
                  match:
                    - headerName: X-Team
                      headerValue: {exact: catalog}
              - pause: {}
              - setMirrorRoute:
                  name: copies
                  percentage: 100
                  match:
                    - method: {exact: GET}
                      path: {prefix: /items}
              - pause: {}
              - setMirrorRoute: {name: copies}
              - setHeaderRoute: {name: team}
              - pause: {}
      """;

  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");
  private final HttpClient client =
      setting.until(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

  @Test
  void theTeamSeesTheCanaryAndItGetsCopies() {
    Serin run =
        setting.run(stable, canary, setting.file("rollout.yaml", MANIFEST), "--stay", "-o", "json");
    run.awaitTransition("completed (setHeaderRoute: team)");
    assertThat(seen("GET", "/", "catalog")).containsExactly("v2");
    assertThat(seen("GET", "/", "finance")).containsExactly("v1");
    assertThat(seen("GET", "/items/1", "")).containsExactly("v1");
    assertThat(paths()).doesNotContain("/items/1");

    setting.serin("promote", "catalog").endsWith(0);
    run.awaitTransition("completed (setMirrorRoute: copies)");
    assertThat(seen("GET", "/items/2", "")).containsExactly("v1");
    assertThat(seen("POST", "/items/3", "")).containsExactly("v1");
    assertThat(seen("GET", "/orders", "")).containsExactly("v1");
    await().atMost(Duration.ofSeconds(20)).until(() -> copies("/items/2") == REQUESTS);
    assertThat(paths()).doesNotContain("/items/3", "/orders");
    assertThat(seen("GET", "/team", "catalog")).containsExactly("v2");

    setting.serin("promote", "catalog").endsWith(0);
    run.awaitTransition("step 6/7 completed");
    assertThat(seen("GET", "/items/4", "catalog")).containsExactly("v1");
    assertThat(paths()).doesNotContain("/items/4");
    setting.serin("promote", "catalog").endsWith(0);
    run.awaitEnd("promoted");
    assertThat(seen("GET", "/", "")).containsExactly("v2");
  }

  private static final int REQUESTS = 15;

  private Set<String> paths() {
    return new HashSet<>(canary.arrivals().stream().map(Arrival::path).toList());
  }

  private long copies(String path) {
    return canary.arrivals().stream().filter(arrival -> arrival.path().equals(path)).count();
  }

  /// The versions that answer some requests.
  ///
  /// @param team the header's value; empty for none
  private Set<String> seen(String method, String path, String team) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(setting.address().resolve(path))
            .method(method, BodyPublishers.noBody());
    if (!team.isEmpty()) {
      request.header("x-team", team);
    }
    Set<String> versions = new HashSet<>();
    for (int i = 0; i < REQUESTS; i++) {
      versions.addAll(answer(request.build()));
    }
    return versions;
  }

  private List<String> answer(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.headers().allValues(Service.VERSION);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

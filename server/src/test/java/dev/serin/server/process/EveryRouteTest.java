package dev.serin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.server.access.Grant;
import dev.serin.server.access.Role;
import dev.serin.server.access.Tokens;
import dev.serin.server.http.Web;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every route of a whole server is opened by the role that stands here, and by no lower one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryRouteTest {
  /// A new route needs a line: think of who may have it.
  private static final String ROLES =
      """
      GET /                                                       ANYONE
      GET /rollouts                                               ANYONE
      GET /rollouts/{}/{}                                         ANYONE
      GET /rollouts/{}/{}/comparisons/{}/{}                       ANYONE
      GET /create                                                 ANYONE
      GET /audit                                                  ANYONE
      GET /login                                                  ANYONE
      GET /assets/<>                                              ANYONE
      GET /healthz                                                ANYONE
      GET /readyz                                                 ANYONE
      GET /metrics                                                VIEWER
      GET /api/v1/openapi.json                                    ANYONE
      GET /api/v1/openapi.yaml                                    ANYONE
      GET /api/v1/session                                         ANYONE
      POST /api/v1/session                                        ANYONE
      DELETE /api/v1/session                                      ANYONE
      GET /api/v1/oidc/login                                      ANYONE
      GET /api/v1/oidc/callback                                   ANYONE
      GET /api/v1/server                                          VIEWER
      GET /api/v1/rollouts                                        VIEWER
      GET /api/v1/rollouts/{}/{}                                  VIEWER
      DELETE /api/v1/rollouts/{}/{}                               ADMIN
      GET /api/v1/rollouts/{}/{}/manifest                         VIEWER
      GET /api/v1/rollouts/{}/{}/transitions                      VIEWER
      GET /api/v1/rollouts/{}/{}/runs/{}/measurements             VIEWER
      GET /api/v1/rollouts/{}/{}/evidence                         VIEWER
      GET /api/v1/rollouts/{}/{}/signals                          VIEWER
      GET /api/v1/rollouts/{}/{}/events                           VIEWER
      GET /api/v1/rollouts/{}/{}/commands                         VIEWER
      GET /api/v1/rollouts/{}/{}/commands/{}                      VIEWER
      POST /api/v1/rollouts/{}/{}/commands                        OPERATOR
      GET /api/v1/events                                          VIEWER
      POST /api/v1/manifests                                      ADMIN
      POST /api/v1/lint                                           VIEWER
      POST /api/v1/plan                                           VIEWER
      GET /api/v1/backends                                        VIEWER
      GET /api/v1/backends/{}/{}                                  VIEWER
      DELETE /api/v1/backends/{}/{}                               ADMIN
      GET /api/v1/templates                                       VIEWER
      GET /api/v1/templates/{}/{}                                 VIEWER
      DELETE /api/v1/templates/{}/{}                              ADMIN
      GET /api/v1/gateways                                        VIEWER
      GET /api/v1/gateways/{}/{}                                  VIEWER
      DELETE /api/v1/gateways/{}/{}                               ADMIN
      GET /api/v1/cluster-templates                               VIEWER
      GET /api/v1/cluster-templates/{}                            VIEWER
      DELETE /api/v1/cluster-templates/{}                         ADMIN
      GET /api/v1/notifications                                   VIEWER
      POST /api/v1/notifications/{}/test                          ADMIN
      POST /api/v1/notifications/deliveries/{}/retry              ADMIN
      GET /api/v1/tokens                                          ADMIN
      POST /api/v1/tokens                                         ADMIN
      DELETE /api/v1/tokens/{}                                    ADMIN
      GET /api/v1/audit                                           VIEWER
      GET /canaryConfig                                           VIEWER
      POST /canaryConfig                                          OPERATOR
      GET /canaryConfig/{}                                        VIEWER
      PUT /canaryConfig/{}                                        OPERATOR
      DELETE /canaryConfig/{}                                     OPERATOR
      POST /canary                                                OPERATOR
      POST /canary/{}                                             OPERATOR
      GET /canary/executions                                      VIEWER
      GET /canary/{}                                              VIEWER
      POST /standalone_canary_analysis                            OPERATOR
      POST /standalone_canary_analysis/{}                         OPERATOR
      GET /standalone_canary_analysis/{}                          VIEWER
      PUT /pipelines/{}/cancel                                    OPERATOR
      GET /metricSetPairList/{}                                   VIEWER
      GET /judges                                                 VIEWER
      """;

  /// What takes a role in the namespace that it names, or in all.
  private static final Pattern ELSEWHERE =
      Pattern.compile("\\{namespace}|^/(metrics|canary|standalone|pipelines|metricSet|judges)");

  private static @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private String elsewhere = "";
  private Server server;

  @BeforeAll
  void open() {
    try (Store store = Store.open(folder)) {
      Tokens all = new Tokens(store);
      for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN)) {
        tokens.put(role, Servers.token(all, role.name(), new Grant(role, "*")).secret());
      }
      elsewhere = Servers.token(all, "elsewhere", new Grant(Role.ADMIN, "elsewhere")).secret();
    }
    server = Servers.open(folder, Server.Options.KEEP_MEASUREMENTS);
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static String shape(Web.Route route) {
    String path = route.path().replaceAll("\\{[^}]+}", "{}").replaceAll("<[^>]+>", "<>");
    return route.method() + " " + path;
  }

  private static Map<String, Role> roles() {
    return ROLES
        .lines()
        .map(line -> line.split(" +(?=[A-Z]+$)", -1))
        .collect(Collectors.toMap(line -> line[0], line -> Role.valueOf(line[1])));
  }

  @Test
  void everyRouteIsOpenedByItsRoleAndByNoLowerOne() throws IOException, InterruptedException {
    Map<String, Role> roles = roles();
    List<String> wrong = new ArrayList<>();
    for (Web.Route route : server.routes()) {
      Role needed = roles.get(shape(route));
      if (needed == null) {
        wrong.add(shape(route) + " has no line in this test");
        continue;
      }
      for (Role role : Role.values()) {
        int status = ask(route, tokens.get(role));
        boolean open = role.includes(needed);
        boolean fits =
            open
                ? status != 403 && (status != 401 || needed == Role.ANYONE)
                : status == (role == Role.ANYONE ? 401 : 403);
        if (!fits) {
          wrong.add(shape(route) + " answers " + status + " to " + role);
        }
      }
      if (needed != Role.ANYONE && ELSEWHERE.matcher(route.path()).find()) {
        assertThat(ask(route, elsewhere)).as(shape(route) + " of another namespace").isEqualTo(403);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private int ask(Web.Route route, @Nullable String token)
      throws IOException, InterruptedException {
    String path = route.path().replaceAll("\\{[^}]+}", "none").replaceAll("<[^>]+>", "none");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(route.method(), BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    // Events have no end: the head is enough.
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }
}

package dev.serin.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.server.http.Web;
import dev.serin.server.node.Pools;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients do with rollouts, over HTTP.
final class ApiTest {
  private static final String SHOP = "/api/v1/rollouts/default/shop";
  private static final String COMMANDS = SHOP + "/commands";

  @TempDir private Path folder = Path.of("");
  private Pools pools;
  private Store store;
  private ApiServer server;

  @BeforeEach
  void open() throws IOException {
    pools = new Pools();
    store = Store.open(folder);
    server = new ApiServer(store);
  }

  @AfterEach
  void close() {
    server.close();
    store.close();
    pools.close();
  }

  private HttpResponse<String> apply(String manifests, String... headers) {
    return server.send("POST", "/api/v1/manifests?reason=new", manifests, headers);
  }

  private JsonNode paused() {
    apply(pools.all("1", "2"));
    return server.awaiting(SHOP, shop -> shop.path("phase").asText().equals("Paused"));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return ApiServer.json(answer);
  }

  @Test
  void anAnswerThatIsNotDescribedIsFound() {
    String other =
        OpenApi.load("1")
            .json()
            .replace("\"database\":{\"type\":\"string\"}", "\"database\":{\"type\":\"integer\"}");

    assertThat(new Description(other).problems("GET", server.send("GET", "/api/v1/server", "")))
        .singleElement()
        .asString()
        .contains("database");
  }

  @Test
  void aRolloutFromItsManifestsToItsPromotion() {
    JsonNode applied = json(apply(pools.all("1", "2")));
    assertThat(applied.path("changes").findValuesAsText("change"))
        .containsExactly("created", "created", "created", "created");
    assertThat(applied.path("rollouts").findValuesAsText("name")).containsExactly("shop");
    JsonNode shop = paused();

    assertThat(shop.path("weight").asDouble()).isEqualTo(50);
    assertThat(shop.path("effectiveWeight").asDouble()).isEqualTo(50);
    assertThat(shop.path("steps").findValuesAsText("state"))
        .containsExactly("done", "current", "pending");
    assertThat(shop.path("actions").findValuesAsText("")).isEmpty();
    assertThat(shop.path("actions").toString()).contains("promote", "abort", "pause");
    assertThat(shop.path("explanation").toString()).contains("on its way from 1 to 2");
    JsonNode done = json(server.send("POST", COMMANDS, "{\"command\":\"promote\"}"));
    assertThat(done.path("state").asText()).isEqualTo("done");
    assertThat(done.path("by").asText()).isEqualTo("ann");

    JsonNode stable = server.awaiting(SHOP, seen -> seen.path("stable").asText().equals("2"));
    assertThat(stable.path("analysisRuns")).isNotEmpty();
    String run = stable.at("/analysisRuns/0/name").asText();
    assertThat(server.get(SHOP + "/runs/" + run + "/measurements").path("items")).hasSize(1);
    assertThat(server.get(SHOP + "/evidence").path("comparisons")).isNotNull();
    assertThat(server.get(SHOP + "/signals?window=30s").path("available").asBoolean()).isTrue();
    assertThat(server.get(COMMANDS).at("/items/0/command").asText()).isEqualTo("promote");
    assertThat(server.get(COMMANDS + "/" + done.path("number").asLong()).path("state").asText())
        .isEqualTo("done");
  }

  @Test
  void theLogComesInParts() {
    paused();
    JsonNode all = server.get(SHOP + "/transitions");
    JsonNode first = server.get(SHOP + "/transitions?limit=1");
    JsonNode second = server.get(SHOP + "/transitions?limit=1&after=" + first.path("next"));
    JsonNode newest = server.get(SHOP + "/transitions?limit=1&order=desc");

    List<Long> numbers =
        all.path("items").findValues("number").stream().map(JsonNode::asLong).toList();
    assertThat(numbers).isSorted().hasSizeGreaterThan(2);
    assertThat(first.at("/items/0/number").asLong()).isEqualTo(numbers.getFirst());
    assertThat(second.at("/items/0/number").asLong()).isEqualTo(numbers.get(1));
    assertThat(newest.at("/items/0/number").asLong()).isEqualTo(numbers.getLast());
  }

  @Test
  void theListComesInPartsAndByWhatIsAskedFor() {
    apply(
        pools.rollout("cart")
            + pools.rollout("shop")
            + Pools.gateway("cart.test", "cart", "shop.test", "shop")
            + pools.template()
            + pools.backends("1", "2"));
    JsonNode first = server.get("/api/v1/rollouts?limit=1");
    JsonNode second = server.get("/api/v1/rollouts?limit=1&after=" + first.path("next").asText());

    assertThat(first.at("/items/0/name").asText()).isEqualTo("cart");
    assertThat(second.at("/items/0/name").asText()).isEqualTo("shop");
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(server.get("/api/v1/rollouts?q=CAR").path("items")).hasSize(1);
    assertThat(server.get("/api/v1/rollouts?phase=healthy").path("items")).isEmpty();
    assertThat(server.get("/api/v1/rollouts?namespace=other").path("items")).isEmpty();
  }

  @Test
  void versionsAreEntityTags() {
    paused();
    HttpResponse<String> seen = server.send("GET", SHOP, "");
    String tag = seen.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).startsWith("\"" + json(seen).path("version").asLong() + "-");
    assertThat(server.send("GET", SHOP, "", "If-None-Match", tag).statusCode()).isEqualTo(304);

    HttpResponse<String> outdated =
        server.send("POST", COMMANDS, "{\"command\":\"abort\"}", "If-Match", "\"1\"");
    assertThat(outdated.statusCode()).isEqualTo(412);
    assertThat(json(outdated).path("type").asText()).isEqualTo("urn:serin:problem:stale-version");
    assertThat(
            server.send("POST", COMMANDS, "{\"command\":\"abort\"}", "If-Match", tag).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theTagChangesWheneverTheAnswerDoes() {
    paused();
    String tag = server.send("GET", SHOP, "").headers().firstValue("ETag").orElseThrow();
    assertThat(server.send("GET", SHOP, "", "If-None-Match", "\"0-0\", W/" + tag).statusCode())
        .isEqualTo(304);
    store.write(
        "write down the same later",
        h -> h.execute("UPDATE summary SET updated_at = '2031-01-01T00:00:00Z'"));
    HttpResponse<String> now = server.send("GET", SHOP, "", "If-None-Match", tag);
    assertThat(now.statusCode()).as("the version is the same").isEqualTo(200);
    assertThat(json(now).path("updatedAt").asText()).isEqualTo("2031-01-01T00:00:00Z");
  }

  @Test
  void theSameKeyAsksOnce() {
    paused();
    String[] key = {"Idempotency-Key", "d3b07384"};
    JsonNode first = json(server.send("POST", COMMANDS, "{\"command\":\"pause\"}", key));
    JsonNode again = json(server.send("POST", COMMANDS, "{\"command\":\"pause\"}", key));

    assertThat(again).isEqualTo(first);
    assertThat(server.get(COMMANDS).path("items")).hasSize(1);
    HttpResponse<String> other = server.send("POST", COMMANDS, "{\"command\":\"abort\"}", key);
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(json(other).path("type").asText()).isEqualTo("urn:serin:problem:key-reused");
  }

  @Test
  void whatWasDoneIsToldAgainWhereverTheRolloutIsByThen() {
    String version = "\"" + paused().path("version").asLong() + "\"";
    String[] seen = {"Idempotency-Key", "k1", "If-Match", version};
    JsonNode promoted = json(server.send("POST", COMMANDS, "{\"command\":\"skip\"}", seen));
    server.awaiting(SHOP, shop -> shop.path("stable").asText().equals("2"));
    assertThat(json(server.send("POST", COMMANDS, "{\"command\":\"skip\"}", seen)))
        .isEqualTo(promoted);

    String[] key = {"Idempotency-Key", "k2"};
    JsonNode undone = json(server.send("POST", COMMANDS, "{\"command\":\"undo\"}", key));
    assertThat(undone.path("state").asText()).isEqualTo("done");
    server.awaiting(SHOP, shop -> shop.path("phase").asText().equals("Paused"));
    server.send("POST", COMMANDS, "{\"command\":\"promoteFull\"}");
    server.awaiting(SHOP, shop -> shop.path("stable").asText().equals("1"));
    assertThat(json(server.send("POST", COMMANDS, "{\"command\":\"undo\"}", key)))
        .isEqualTo(undone);
    assertThat(server.get(SHOP).path("desired").asText()).isEqualTo("1");
    assertThat(server.get(COMMANDS).path("items").findValuesAsText("command"))
        .containsExactly("promoteFull", "undo", "skip");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    paused();
    HttpResponse<String> refused =
        server.send("POST", COMMANDS, "{\"command\":\"retry\",\"reason\":\"again\"}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).path("state").asText()).isEqualTo("refused");
    assertThat(json(refused).path("message").asText()).contains("only an aborted rollout");
    assertThat(server.get(COMMANDS).at("/items/0/why").asText()).isEqualTo("again");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"command":"explode"}                   | must be promote, promoteFull
          {"command":"promote","revision":"1"}    | only undo takes a revision
          {"commando":"promote"}                  | there is no member `commando`
          {                                       | Unexpected end-of-input
          []                                      | it is empty, or no JSON object""")
  void malformedCommands(String body, String says) {
    HttpResponse<String> answer = server.send("POST", COMMANDS, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("detail").asText()).contains(says);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /api/v1/rollouts?limit=0                  | 400 | `limit` must be a whole number
          GET    | /api/v1/rollouts?limit=1001               | 400 | `limit` must be
          GET    | /api/v1/rollouts?phase=ill                | 400 | `phase` must be Healthy
          GET    | /api/v1/rollouts?after=%25%25             | 400 | `after` must be the `next`
          GET    | /api/v1/rollouts/default/none             | 404 | there is no rollout default/none
          GET    | /api/v1/rollouts/default/none/transitions | 404 | there is no rollout
          GET    | /api/v1/rollouts/default/none/commands    | 404 | there is no rollout
          GET    | /api/v1/rollouts/default/none/commands/1  | 404 | has no command 1
          GET    | /api/v1/rollouts/default/none/commands/x  | 400 | `number` must be
          GET    | /api/v1/rollouts/default/none/signals?window=1h | 400 | from 1s to 10m
          GET    | /api/v1/rollouts/default/none/events      | 404 | there is no rollout
          GET    | /api/v1/rollouts/default/none/manifest    | 404 | there is no Rollout default/none
          DELETE | /api/v1/rollouts/default/none             | 404 | there is no Rollout default/none
          DELETE | /api/v1/backends/default/none             | 404 | there is no Backend default/none
          GET    | /api/v1/cluster-templates/none            | 404 | there is no ClusterAnalysisTemplate none
          PUT    | /api/v1/rollouts                          | 405 | does not answer PUT
          GET    | /api/v2/rollouts                          | 404 | there is nothing at""")
  void whatIsNotThere(String method, String path, int status, String says) {
    HttpResponse<String> answer = server.send(method, path, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).path("detail").asText()).contains(says);
  }

  @Test
  void manifestsWithErrorsAreRefusedAsAWhole() {
    HttpResponse<String> answer =
        apply(pools.all("1", "2").replace("stableService", "stableServise"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).path("problems").findValuesAsText("id")).contains("unknown-field");
    assertThat(json(answer).path("problems").findValuesAsText("line")).contains("8");
    assertThat(server.get("/api/v1/rollouts").path("items")).isEmpty();
  }

  @Test
  void manifestsThatCanNotBeCarriedOut() {
    HttpResponse<String> answer = apply(pools.rollout("shop") + pools.template());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("reasons").toString()).contains("blue");
  }

  @Test
  void aDryRunChangesNothing() {
    HttpResponse<String> answer =
        server.send("POST", "/api/v1/manifests?dryRun=true", pools.all("1", "2"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.get("/api/v1/backends").path("items")).isEmpty();
  }

  @Test
  void documentsAreListedAndDeleted() {
    paused();
    assertThat(server.get("/api/v1/backends").path("items")).hasSize(2);
    assertThat(server.get("/api/v1/templates?namespace=default").path("items")).hasSize(1);
    assertThat(server.get("/api/v1/cluster-templates").path("items")).isEmpty();
    assertThat(server.get("/api/v1/backends/default/blue").at("/content/spec/version").asText())
        .isEqualTo("1");
    assertThat(server.send("GET", SHOP + "/manifest", "").body()).contains("kind: Rollout\n");
    assertThat(server.get(SHOP + "/manifest", "Accept", "application/json").path("kind").asText())
        .isEqualTo("Rollout");

    HttpResponse<String> needed = server.send("DELETE", "/api/v1/backends/default/blue", "");
    assertThat(needed.statusCode()).isEqualTo(409);
    server.send("POST", COMMANDS, "{\"command\":\"abort\"}");
    assertThat(server.send("DELETE", SHOP, "").statusCode()).isEqualTo(204);
    assertThat(server.send("GET", SHOP, "").statusCode()).isEqualTo(404);
    assertThat(server.get(SHOP + "/transitions").path("items")).isNotEmpty();
    assertThat(server.send("DELETE", "/api/v1/backends/default/blue", "").statusCode())
        .isEqualTo(204);
  }

  @Test
  void callersSeeAndChangeOnlyTheirNamespaces() {
    paused();
    String[] other = {ApiServer.CALLER, "ADMIN@other"};

    assertThat(server.get("/api/v1/rollouts", other).path("items")).isEmpty();
    assertThat(server.get("/api/v1/backends", other).path("items")).isEmpty();
    assertThat(server.send("GET", "/api/v1/rollouts?namespace=default", "", other).statusCode())
        .isEqualTo(403);
    HttpResponse<String> applied = apply(pools.backends("1", "3"), other);
    assertThat(applied.statusCode()).isEqualTo(403);
    assertThat(json(applied).path("detail").asText())
        .isEqualTo("ann needs the role admin in namespace default");
    assertThat(server.send("DELETE", "/api/v1/cluster-templates/all", "", other).statusCode())
        .isEqualTo(403);
  }

  private String onNginx(String name) {
    return pools
        .rollout(name)
        .replace(
            "canary:\n",
            "canary:\n      trafficRouting: {plugins: {serin/nginx: {state: %s}}}\n"
                .formatted(folder.resolve("state").toAbsolutePath()));
  }

  @Test
  void whoRulesOneNamespaceRunsNoProgramsOfTheServer() {
    String rest = pools.template() + pools.backends("1", "2");
    String[] one = {ApiServer.CALLER, "ADMIN@default"};
    HttpResponse<String> refused = apply(onNginx("shop") + rest, one);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(json(refused).path("detail").asText())
        .contains("admin in all namespaces", "default/shop", "programs");
    assertThat(server.get("/api/v1/backends").path("items")).isEmpty();

    HttpResponse<String> stored = apply(onNginx("shop") + rest);
    assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    HttpResponse<String> again = apply(onNginx("shop") + pools.backends("1", "3"), one);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(json(again).path("changes").findValuesAsText("change"))
        .containsExactly("unchanged", "unchanged", "configured");
    String changed = onNginx("shop").replace("setWeight: 50", "setWeight: 60");
    assertThat(apply(changed, one).statusCode()).isEqualTo(403);
    assertThat(apply(pools.rollout("cart"), one).statusCode()).isEqualTo(200);
  }

  @Test
  void reasonsOfOtherNamespacesAreNotToldToWhoMayNotApplyThere() {
    HttpResponse<String> applied =
        apply(pools.rollout("shop") + pools.template(), ApiServer.CALLER, "ADMIN@other");

    assertThat(applied.statusCode()).isEqualTo(403);
    assertThat(json(applied).path("reasons").isMissingNode()).isTrue();
  }

  @Test
  void lintTellsWhatIsUnwise() {
    JsonNode found =
        json(server.send("POST", "/api/v1/lint?file=shop.yaml", pools.rollout("shop")));

    assertThat(found.path("accepted").asBoolean()).isTrue();
    assertThat(found.path("problems").findValuesAsText("file")).containsOnly("shop.yaml");
  }

  @Test
  void plansAreThoseOfTheCommandLine() {
    String manifests = pools.all("1", "2");
    JsonNode plan =
        json(server.send("POST", "/api/v1/plan?rps=100&users=1000&baselineErrors=1%25", manifests));

    assertThat(plan.at("/plans/0/rollout").asText()).isEqualTo("shop");
    assertThat(plan.at("/plans/0/steps/0/users").asInt()).isEqualTo(500);
    assertThat(server.send("POST", "/api/v1/plan", manifests).statusCode()).isEqualTo(400);
    assertThat(server.send("POST", "/api/v1/plan?rps=-1", manifests).statusCode()).isEqualTo(400);
    assertThat(server.send("POST", "/api/v1/plan?rps=x", manifests).statusCode()).isEqualTo(400);
    assertThat(server.send("POST", "/api/v1/plan?rps=1&margin=0", manifests).statusCode())
        .isEqualTo(400);
    assertThat(server.send("POST", "/api/v1/plan?rps=1", pools.template()).statusCode())
        .isEqualTo(422);
  }

  @Test
  void bodiesOfOtherTypesAreRefused() {
    assertThat(
            apply(pools.all("1", "2"), "Content-Type", "application/x-www-form-urlencoded")
                .statusCode())
        .isEqualTo(415);
    assertThat(apply("").statusCode()).isEqualTo(400);
    assertThat(apply("#".repeat((int) Web.LARGEST_BODY + 1)).statusCode()).isEqualTo(413);
  }

  @Test
  void theServerTellsOfItself() {
    JsonNode about = server.get("/api/v1/server");

    assertThat(about.path("version").asText()).isEqualTo("1.2.3");
    assertThat(about.path("node").asText()).isEqualTo(server.node().node());
    assertThat(about.at("/nodes/0/alive").asBoolean()).isTrue();
    assertThat(about.path("login").asText()).isEqualTo("none");
    server.login.set("token");
    assertThat(server.get("/api/v1/server").path("login").asText()).isEqualTo("token");
    assertThat(server.get("/api/v1/openapi.json").at("/info/version").asText()).isEqualTo("1.2.3");
    assertThat(server.send("GET", "/api/v1/openapi.yaml", "").body()).startsWith("openapi: 3.1.0");
  }
}

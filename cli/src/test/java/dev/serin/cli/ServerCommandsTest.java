package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.ScriptedServer.Answer;
import dev.serin.cli.ScriptedServer.Request;
import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands against a server that does what real ones do seldom.
class ServerCommandsTest {
  private static final String SHOP = "GET /rollouts/default/shop";
  private static final String COMMANDS = "POST /rollouts/default/shop/commands";

  @TempDir private Path folder;
  private final ScriptedServer server = ScriptedServer.open();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void isChosen() {
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    environment.put("SERIN_SERVER", server.address());
  }

  @AfterEach
  void closes() {
    server.close();
  }

  private Ran serin(String line) {
    return Shell.serinIn(environment, "", line.split(" "));
  }

  private static Answer shop(String phase, int version, String stable) {
    return Answer.json(
        200,
        """
        {"namespace": "default", "name": "shop", "phase": "%s", "version": %d, "stable": "%s",
         "desired": "v2", "current": "v2", "step": {"index": 0, "count": 2, "text": "setWeight: 5"}}
        """
            .formatted(phase, version, stable));
  }

  private static Answer answered(String state, String message) {
    return Answer.json(
        state.equals("refused") ? 409 : state.equals("pending") ? 202 : 200,
        """
        {"number": 4, "command": "promote", "state": "%s", "message": "%s"}
        """
            .formatted(state, message));
  }

  @ParameterizedTest(name = "{0} says {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | bad     | 2 | wants a token (bad); serin login http
          403 | no role | 2 | no role; ask an administrator of http
          404 | gone    | 2 | there is no rollout default/shop at http
          413 | large   | 2 | large
          429 | many    | 3 | takes no more requests just now; try again in a moment
          500 | oh      | 3 | failed: oh; its log tells more
          503 | not up  | 3 | is not ready: not up; try again in a moment
          302 | x       | 2 | sends elsewhere
          """)
  void whatAServerRefusesIsOneSentence(int status, String detail, int code, String sentence) {
    server
        .on(SHOP, Answer.problem(status, detail))
        .on("GET /rollouts?q=shop&limit=20", Answer.json(200, "{\"items\": []}"))
        .on("GET /rollouts?limit=20&q=shop", Answer.json(200, "{\"items\": []}"));
    Ran ran = serin("get shop");
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.err()).startsWith("serin: ").contains(sentence).hasLineCount(1);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aTokenThatTheServerDoesNotKnowIsToldAndNotShown() {
    environment.put("SERIN_TOKEN", "s3cret");
    server.on(SHOP, Answer.problem(401, "expired"));
    Ran ran = serin("get shop");
    assertThat(ran.err()).contains("does not know this token").doesNotContain("s3cret");
    assertThat(server.requests().getFirst().header("Authorization")).isEqualTo("Bearer s3cret");
  }

  @Test
  void whoeverDoesNotAnswerIsTold() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0)) {
      environment.put("SERIN_SERVER", "http://127.0.0.1:" + nobody.getLocalPort());
    }
    assertThat(serin("list").err()).contains("no server answers at", "is it running");
    environment.put("SERIN_SERVER", server.address());
    server.on("GET /rollouts?limit=200", new Answer(200, "text/html", "<html>hello"));
    assertThat(serin("list").err()).contains("is no Serin server");
    server.on("GET /rollouts?limit=200", Answer.broken());
    assertThat(serin("list").err()).contains("broke the connection off");
  }

  @Test
  void aProxyThatDoesNotAnswerIsNamed() {
    environment.put("SERIN_SERVER", "http://serin.example.com");
    environment.put("HTTP_PROXY", "http://127.0.0.1:1");
    Ran ran = serin("list");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err())
        .contains("the proxy http://127.0.0.1:1 on the way to", "NO_PROXY=serin.example.com");
  }

  @Test
  void aRequestThatIsLostIsSentAgainUnderTheSameKey() {
    server.on(COMMANDS, Answer.broken(), Answer.problem(503, "x"), answered("done", "promoted"));
    Ran ran = serin("promote shop --reason fine");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .isEqualTo("shop: promote: promoted (at " + server.address() + " (SERIN_SERVER))\n");
    assertThat(server.requests()).extracting(r -> r.header("Idempotency-Key")).hasSize(3);
    assertThat(server.requests().stream().map(r -> r.header("Idempotency-Key")).distinct())
        .hasSize(1)
        .allMatch(key -> key.length() == 36);
    assertThat(server.requests().getLast().body())
        .isEqualTo("{\"command\":\"promote\",\"reason\":\"fine\"}");
  }

  @Test
  void anAnswerThatTakesItsTimeIsWaitedFor() {
    server
        .on(COMMANDS, answered("pending", ""))
        .on(SHOP + "/commands/4", answered("pending", ""), answered("done", "aborted"));
    assertThat(serin("abort shop -o json").out())
        .isEqualTo(
            "{\"rollout\":\"default/shop\",\"command\":\"abort\",\"outcome\":\"done\","
                + "\"message\":\"aborted\",\"server\":\""
                + server.address()
                + "\"}\n");
    server.on(SHOP + "/commands/4", answered("pending", ""));
    Ran kept = serin("skip shop --wait 300ms");
    assertThat(kept.code()).isEqualTo(3);
    assertThat(kept.out()).contains("shop: skip is kept: no node has answered within 0.3s");
  }

  @Test
  void aRefusalIsAnAnswer() {
    server.on(COMMANDS, answered("refused", "it is over"));
    Ran ran = serin("undo shop --to-revision v1");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).startsWith("shop: undo refused: it is over (at http");
    assertThat(server.requests().getFirst().body())
        .isEqualTo("{\"command\":\"undo\",\"revision\":\"v1\"}");
  }

  @Test
  void aStateFolderThatIsNamedIsAskedInPlaceOfTheServer() {
    Ran ran = serin("promote shop --state " + folder);
    assertThat(ran.err()).contains("no rollout is known in " + folder);
    assertThat(server.requests()).isEmpty();
    assertThat(serin("promote shop --state x --server y").err()).contains("give one of them");
  }

  @ParameterizedTest(name = "{0} ends with {2}")
  @CsvSource({"Healthy, v2, 0", "Healthy, v1, 3", "Degraded, v1, 1", "Paused, v1, 3"})
  void statusEndsAsTheRolloutDoes(String phase, String stable, int code) {
    server.on(SHOP, shop("Progressing", 1, "v1"), shop(phase, 2, stable));
    Ran ran = serin("status shop --timeout 700ms");
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.out()).startsWith("Progressing - step 1/2 setWeight: 5\n" + phase);
  }

  private void applies(String rollouts) throws IOException {
    Files.writeString(folder.resolve("pool.yaml"), "kind: Backend\n");
    server.on(
        "POST /manifests",
        Answer.json(
            200,
            """
            {"changes": [{"kind": "Backend", "namespace": "default", "name": "green",
             "change": "configured"}], "rollouts": [%s], "warnings": []}
            """
                .formatted(rollouts)));
  }

  @ParameterizedTest(name = "{0} ends with {1}")
  @CsvSource({"Healthy, 0", "Degraded, 1"})
  void aRolloutThatRestsUponABackendIsWaitedFor(String phase, int code) throws IOException {
    applies("{\"namespace\": \"default\", \"name\": \"shop\"}");
    server.on(SHOP, shop("Progressing", 1, "v1"), shop(phase, 2, "v2"));
    Ran ran = serin("apply -f " + folder.resolve("pool.yaml") + " --wait --timeout 30s");
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.out())
        .contains("Backend default/green configured", "Rollout default/shop rests upon this\n")
        .contains("default/shop is " + phase);
  }

  @Test
  void nobodyWaitsForNothing() throws IOException {
    applies("");
    Ran ran = serin("apply -f " + folder.resolve("pool.yaml") + " --wait");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("there is nothing to wait for");
    assertThat(ran.out()).hasLineCount(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"status shop", "status"})
  @Timeout(20)
  void aServerThatHangsIsWaitedForNoLongerThanAsked(String command) throws IOException {
    try (ServerSocket hanging = new ServerSocket(0)) {
      environment.put("SERIN_SERVER", "http://127.0.0.1:" + hanging.getLocalPort());
      Ran ran = serin(command + " --timeout 700ms");
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.err()).contains("did not answer within 0.");
    }
  }

  @Test
  void aServerThatIsAwayForAMomentIsWaitedFor() {
    server.on(SHOP, shop("Paused", 1, "v1"), Answer.problem(503, "x"), shop("Healthy", 2, "v2"));
    Ran ran = serin("status shop --timeout 30s -o json");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("still waiting");
    assertThat(ran.out()).contains("\"Healthy\"").hasLineCount(1);
  }

  @Test
  void manifestsGoWithTheirNamesAndProblemsComeBackWithThem() throws IOException {
    Path file = Files.writeString(folder.resolve("shop.yaml"), "kind: Rollout\n");
    server.on(
        "POST /manifests?dryRun=true&reason=why",
        Answer.json(
            422,
            """
            {"title": "Unprocessable", "problems": [{"file": "shop.yaml", "line": 3, "column": 5,
             "path": "spec", "id": "missing", "severity": "error", "message": "no spec",
             "fix": "add one"}]}
            """));
    Ran ran =
        Shell.serinIn(
            environment,
            "kind: Backend\n",
            "apply",
            "-f",
            file.toString(),
            "-f",
            "-",
            "--dry-run",
            "--reason",
            "why");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo("shop.yaml:3:5: error: no spec (add one) [missing]\n");
    assertThat(ran.out()).contains("nothing was applied");
    Request request = server.requests().getFirst();
    assertThat(request.header("Content-Type")).isEqualTo("application/vnd.serin.manifests+json");
    JsonNode files = new ObjectMapper().readTree(request.body()).path("files");
    assertThat(files.findValuesAsText("name")).containsExactly(file.toString(), "(standard input)");
    assertThat(files.findValuesAsText("text"))
        .containsExactly("kind: Rollout\n", "kind: Backend\n");
  }

  @Test
  void filesThatCanNotBeReadAreToldBeforeAnybodyIsAsked() {
    Ran ran = serin("apply -f " + folder.resolve("none.yaml"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("none.yaml:1:1: error: there is no such file");
    assertThat(serin("apply").err()).contains("no manifest is named");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theListGoesOnPageByPage() {
    server
        .on(
            "GET /rollouts?limit=200",
            Answer.json(200, "{\"items\":[{\"name\":\"a\"}],\"next\":\"x/y\"}"))
        .on(
            "GET /rollouts?limit=200&after=x%2Fy",
            Answer.json(200, "{\"items\":[{\"name\":\"b\"}],\"next\":null}"));
    assertThat(serin("list -o json").out())
        .isEqualTo("{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}]}\n");
    assertThat(serin("list -o yaml").out()).isEqualTo("items:\n  - name: a\n  - name: b\n");
  }

  @Test
  void aNameOfAnotherNamespaceIsAHint() {
    Answer other = Answer.json(200, "{\"items\":[{\"namespace\":\"eu\",\"name\":\"shop\"}]}");
    server.on("GET /rollouts?q=shop&limit=20", other).on("GET /rollouts?limit=20&q=shop", other);
    assertThat(serin("history shop").err()).contains("did you mean eu/shop?");
  }

  @Test
  void aWatcherComesBackWhereItWas() {
    String told =
        """
        : ping

        event: transition
        id: 8
        data: {"number": 8, "at": "2026-01-01T00:00:08Z", "message": "went on"}

        """;
    String gone = "event: deleted\ndata: {\"name\": \"shop\"}\n\n";
    server
        .on(SHOP, shop("Paused", 1, "v1"), shop("Paused", 1, "v1"), shop("Progressing", 2, "v1"))
        .on(
            SHOP + "/transitions?order=desc&limit=20",
            Answer.json(200, "{\"items\":[{\"number\":7,\"message\":\"began\"}]}"))
        .on(
            SHOP + "/events",
            Answer.events(told),
            Answer.problem(503, "away"),
            Answer.events(gone));
    Ran ran = serin("watch shop");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .containsSubsequence("began", "Paused - step 1/2", "went on", "Progressing - step 1/2");
    assertThat(ran.err()).contains("is not ready: away", "trying again", "was deleted");
    Stream<Request> asked =
        server.requests().stream().filter(r -> r.line().equals(SHOP + "/events"));
    assertThat(asked.map(request -> request.header("Last-Event-ID")))
        .containsExactly("7", "8", "8");
  }

  @Test
  void aLoginIsSavedAndChosen() {
    environment.remove("SERIN_SERVER");
    server.on(
        "GET /session",
        Answer.json(
            200,
            """
            {"name": "ci", "login": "token", "roles": [{"role": "operator", "namespace": "shop"}]}
            """));
    Ran ran =
        Shell.serinIn(
            environment, "s3cret\n", "login", server.address(), "--name", "here", "--token-stdin");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("as ci (operator in shop)", "saved as context here");
    assertThat(server.requests().getFirst().header("Authorization")).isEqualTo("Bearer s3cret");
    assertThat(serin("context list").out()).contains("*        here").doesNotContain("s3cret");
    server.on("GET /rollouts?limit=200", Answer.json(200, "{\"items\":[]}"));
    assertThat(serin("list").out()).contains("there is no rollout at", "(context here)");
    assertThat(server.requests().getLast().header("Authorization")).isEqualTo("Bearer s3cret");
    assertThat(serin("context use --none").code()).isZero();
    assertThat(serin("list").err()).contains("no server is chosen");
    assertThat(serin("context remove here").code()).isZero();
    assertThat(serin("context use here").err()).contains("no context is called 'here'");
  }

  @Test
  void aTokenThatDoesNotWorkIsNotSaved() {
    server.on("GET /session", Answer.problem(401, "unknown"));
    Ran ran = Shell.serinIn(environment, "x\n", "login", server.address(), "--token-stdin");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("does not know this token");
    assertThat(serin("context list").out()).contains("no server is saved");
    assertThat(serin("login " + server.address()).err()).contains("no token was given");
  }

  @Test
  void aNewTokenIsAloneOnTheStandardOutput() {
    server.on("POST /tokens", Answer.json(201, "{\"id\": 3, \"token\": \"serin_abc\"}"));
    Ran ran = serin("token create ci --role operator -n shop");
    assertThat(ran.out()).isEqualTo("serin_abc\n");
    assertThat(ran.err()).contains("token 3 for ci: operator in shop", "not shown again");
    assertThat(List.of(serin("token create x").code(), serin("token create").code()))
        .containsOnly(2);
  }
}

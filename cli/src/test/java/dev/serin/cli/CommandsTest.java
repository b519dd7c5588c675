package dev.serin.cli;

import static dev.serin.cli.Shell.serin;
import static dev.serin.cli.Shell.serinReading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String ROLLOUT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: my-app}
      spec:
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: a, image: a}]}
        strategy:
          canary:
            steps:
              - setWeight: 10
      """;
  private static final String TWO_BACKENDS =
      "--stable http://127.0.0.1:1 --canary http://127.0.0.1:2";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "demo",
        "promote",
        "abort",
        "pause",
        "resume",
        "retry",
        "skip",
        "lint",
        "eval",
        "compare",
        "plan",
        "judge",
        "completion",
        "version",
        "apply",
        "get",
        "list",
        "watch",
        "status",
        "explain",
        "history",
        "undo",
        "delete",
        "login",
        "context",
        "token"
      })
  void everyCommandHasHelp(String command) {
    for (String option : List.of("-h", "--help")) {
      Ran ran = command.isEmpty() ? serin(option) : serin(command, option);
      assertThat(ran.code()).isZero();
      assertThat(ran.out()).startsWith("Usage: serin " + command);
      assertThat(ran.err()).isEmpty();
    }
  }

  @ParameterizedTest(name = "serin {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                     | there is no command 'nonsense'
          promot my-app                | did you mean promote?
          run --stabel http://x a.yaml | --stable
          run                          | name a manifest
          lint                         | Missing required parameter: 'PATH'
          run --timeout 5 a.yaml       | a time is written like 30s, 5m or 1h30m
          run --resume --restart       | mutually exclusive
          run no-such-file.yaml        | no-such-file.yaml:1:1: error: there is no such file
          completion tcsh              | bash
          """)
  void wrongUseExitsWith2AndOneHint(String line, String hint) {
    Ran ran = serin(line.split(" +"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(hint).doesNotContain("Exception", "\tat ");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void lintTellsEveryProblemAtItsPlace() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), ROLLOUT.replace("setWeight: 10", "setWeight: 110"));
    Files.writeString(folder.resolve("b.yml"), ROLLOUT + "  colour: blue\n");
    Files.writeString(folder.resolve("notes.txt"), "not a manifest");
    Ran ran = serin("lint", folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out())
        .contains("a.yaml:12:")
        .contains("b.yml:13:3: error: ")
        .contains("2 files: 2 errors");
  }

  @Test
  void lintWritesOneJsonObjectAFile() throws IOException {
    Path good = Files.writeString(folder.resolve("a.yaml"), ROLLOUT);
    Path bad = Files.write(folder.resolve("b.yaml"), new byte[] {0, 1, (byte) 0xff});
    Ran ran = serin("lint", "-o", "json", good.toString(), bad.toString());
    List<String> lines = ran.out().lines().toList();
    assertThat(ran.code()).isEqualTo(2);
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(first.path("file").asText()).isEqualTo(good.toString());
    assertThat(first.path("accepted").asBoolean()).isTrue();
    assertThat(second.path("accepted").asBoolean()).isFalse();
    assertThat(second.path("problems").get(0).properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly("severity", "id", "path", "line", "column", "message", "fix");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [0.99] | result[0] >= 0.95 |                  | Successful   | 0
          [0.90] | result[0] >= 0.95 |                  | Failed       | 1
          [0.93] | result[0] >= 0.95 | result[0] < 0.90 | Inconclusive | 3
          []     | result[0] >= 0.95 |                  | Error        | 2
          oops   | true              |                  | Error        | 2
          """)
  void evalJudgesOneResult(String result, String success, String failure, String phase, int code) {
    Ran ran =
        failure == null
            ? serin("eval", "--type", "floatSlice", "--result", result, "--success", success)
            : serin(
                "eval",
                "--type",
                "floatSlice",
                "--result",
                result,
                "--success",
                success,
                "--failure",
                failure);
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.out()).startsWith(phase);
  }

  @Test
  void evalBatchAnswersEveryLineAndSurvivesBadOnes() {
    Ran ran =
        serinReading(
            """
            {"id":"a","resultType":"float","result":"NaN","successCondition":"result > 0"}
            not json
            {"id":"b","resultType":"wrong","result":1,"successCondition":"true"}
            {"id":"c","resultType":"json","result":{"ok":true},"successCondition":"result.ok"}
            """,
            "eval",
            "--batch");
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .hasSize(4)
        .satisfiesExactly(
            l -> assertThat(l).startsWith("{\"id\":\"a\",\"phase\":\"Failed\""),
            l -> assertThat(l).startsWith("{\"id\":\"\",\"phase\":\"Error\""),
            l -> assertThat(l).startsWith("{\"id\":\"b\",\"phase\":\"Error\""),
            l ->
                assertThat(l)
                    .isEqualTo("{\"id\":\"c\",\"phase\":\"Successful\",\"message\":\"\"}"));
  }

  @Test
  void requestsNeedARolloutThatIsKnown() {
    Ran ran = serin("promote", "my-app", "--state", folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("no rollout is known in " + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"promote my-app", "abort", "run --resume my-app"})
  void askingInTheWrongFolderMakesNone(String command) {
    Path wrong = folder.resolve("wrong");
    Ran ran = serin((command + " --state " + wrong).split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("no rollout is known in " + wrong);
    assertThat(wrong).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --canary http://127.0.0.1:2 | goes on with the versions
          --stable-version v7         | goes on with the versions
          --name other                | name two rollouts
          --secret a=b                | NAME/KEY=env:VAR
          --prometheus localhost:9090 | is no server
          """)
  void resumingByNameIgnoresNothing(String option, String why) {
    Ran ran = serin(("run --resume my-app --state " + folder + " " + option).split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(why);
  }

  @Test
  void aFileThatIsNamedTwiceIsReadOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), ROLLOUT);
    Ran ran = serin("lint", folder.toString(), file.toString(), folder + "/./r.yaml");
    assertThat(ran.out()).contains("1 file: 0 errors");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - experiment: {templates: [{name: a, specRef: stable}]} | is an experiment
          - plugin: {name: x, config: {}}                         | asks the plugin x
          """)
  void whatCanNotRunHereIsRefusedBeforeAnythingMoves(String step, String why) throws IOException {
    Path file =
        Files.writeString(folder.resolve("r.yaml"), ROLLOUT.replace("- setWeight: 10", step));
    Ran ran = run(file, TWO_BACKENDS);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("can not run here").contains(why);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'args: [{name: a, valueFrom: {fieldRef: {fieldPath: status.phase}}}]' | '{name: a}'
          'args: []' | '{name: a, valueFrom: {fieldRef: {fieldPath: status.phase}}}'
          """)
  void anArgumentFromTheStatusOfARolloutIsRefused(String given, String asked) throws IOException {
    String step = "- analysis: {templates: [{templateName: t}], " + given + "}";
    String template =
        """
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: AnalysisTemplate
        metadata: {name: t}
        spec:
          args: [ASKED]
          metrics: [{name: m, provider: {prometheus: {query: up}}}]
        """;
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            ROLLOUT.replace("- setWeight: 10", step) + template.replace("ASKED", asked));
    Ran ran = run(file, TWO_BACKENDS);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("argument a is taken from status.phase, which only a rollout");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --stable http://127.0.0.1:1                              | --canary URL is missing
          --stable 127.0.0.1:1 --canary http://127.0.0.1:2         | write http://host:port
          --stable http://a:1 --canary http://b:2 --canary-version v1 | are both version v1
          --stable http://a:1 --canary http://b:2 --listen here    | --listen 'here' is no address
          --stable http://a:1 --canary http://b:2 --gateway-threads 0 | must be 1 to 64
          --stable http://a:1 --canary http://b:2 --secret x=y     | NAME/KEY=env:VAR
          --stable http://a:1 --canary http://b:2 --name other     | they hold: my-app
          --stable http://a:1 --canary http://b:2 --router istio   | --router 'istio' is not there
          --prometheus localhost:9090                              | localhost:9090' is no server; write http
          --prometheus http://me:secret@localhost:9090             | no user and password
          """)
  void runRefusesWhatItCanNotUse(String options, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), ROLLOUT);
    Ran ran = run(file, options);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(why).doesNotContain("Exception");
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(serin("completion", "bash").out()).contains("promote", "--canary");
    assertThat(serin("completion", "fish").out()).contains("-a promote", "-l canary");
  }

  private Ran run(Path file, String options) {
    String line = "run " + file + " " + options + " --state " + folder.resolve("state");
    return serin(line.split(" "));
  }
}

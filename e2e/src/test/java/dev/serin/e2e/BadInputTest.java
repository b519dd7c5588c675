package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Manifests that are none: the command ends with 2 and says where and why, in words.
class BadInputTest {
  private static final String PLAN =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            steps:
              - setWeight: %s
              - pause: {%s}
      """;

  /// A plan whose comparison has settings that can not be used, and nothing else that is wrong.
  private static final String COMPARING =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            analysis:
              templates:
                - templateName: no-worse
            steps:
              - setWeight: 10
              - pause: {}
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AnalysisTemplate
      metadata:
        name: no-worse
      spec:
        metrics:
          - name: errors
            interval: 10s
            provider:
              plugin:
                serin/comparison: {%s}
      """;

  @RegisterExtension final Setting setting = new Setting();

  /// A file that is wrong.
  ///
  /// @param content what is in it
  /// @param says parts of the message, the first with the place
  record Wrong(String what, Supplier<byte[]> content, List<String> says) {
    static Wrong text(String what, String content, String... says) {
      return new Wrong(what, () -> content.getBytes(StandardCharsets.UTF_8), List.of(says));
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static final List<Wrong> FILES =
      List.of(
          Wrong.text(
              "an unknown field",
              PLAN.formatted("10", "durration: 5m"),
              "bad.yaml:10:19: error: ",
              "durration",
              "duration"),
          Wrong.text(
              "a wrong type", PLAN.formatted("lots", ""), "bad.yaml:9:22: error: ", "setWeight"),
          Wrong.text(
              "a step above 100", PLAN.formatted("101", ""), "bad.yaml:9:22: error: ", "100"),
          comparing(
              "a signal that is none",
              "signal: error",
              "setting signal must be errors, latency, traffic, saturation or custom",
              "\"error\""),
          comparing(
              "an unknown setting of a comparison",
              "signal: errors, minimum: 10",
              "unknown setting minimum",
              "minimumRequests"),
          comparing(
              "an alpha above 1",
              "signal: errors, alpha: 2",
              "setting alpha must be a chance above 0 and below 1",
              "\"2\""),
          comparing(
              "a duration where there is none",
              "signal: latency, margin: {absolute: 5}",
              "setting margin.absolute must be a duration such as 5ms",
              "\"5\""),
          comparing(
              "a source that does not measure this",
              "signal: saturation",
              "no router measures the signal saturation"),
          Wrong.text("an empty file", "", "bad.yaml:1:1: error: ", "empty"),
          Wrong.text("broken YAML", "spec: [1, 2\nkind: {", "bad.yaml:2:"),
          Wrong.text(
              "ten megabytes",
              "a: b\n" + "# padding\n".repeat(1 << 20),
              "bad.yaml:1:1: error: ",
              "10,485,765 bytes"),
          Wrong.text("a bomb", bomb(), "bad.yaml:", "alias"),
          new Wrong("binary", BadInputTest::binary, List.of("bad.yaml:", "error: ")),
          new Wrong("an image", BadInputTest::png, List.of("bad.yaml:", "error: ")));

  private static Wrong comparing(String what, String settings, String... says) {
    String which = "metric errors of analysis template no-worse: serin/comparison: ";
    return Wrong.text(
        what,
        COMPARING.formatted(settings),
        Stream.concat(Stream.of(which), Stream.of(says)).toArray(String[]::new));
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(
                          before, before, before, before, before, before, before, before,
                          before))));
    }
    return bomb.toString();
  }

  private static byte[] binary() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] png() {
    return new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("FILES")
  void isRefusedInWords(Wrong wrong) {
    Serin run = start(setting.file("bad.yaml", wrong.content().get()));
    assertRefused(run, wrong.says());
    assertThat(run.err().getFirst()).startsWith("serin: nothing was started");
  }

  private Serin start(String file) {
    String nobody = "http://127.0.0.1:1";
    return setting.serin("run", file, "--stable", nobody, "--canary", nobody);
  }

  private static void assertRefused(Serin run, List<String> says) {
    run.endsWith(2);
    assertThat(run.out()).as(run::story).isEmpty();
    assertThat(run.err()).as(run::story).hasSizeLessThan(20);
    assertThat(String.join("\n", run.err()))
        .contains(says)
        .doesNotContain("\tat ", "Exception", "java.lang");
  }

  static Stream<Wrong> missing() {
    return Stream.of(
        Wrong.text("missing.yaml", "", "missing.yaml", "there is no such file"),
        Wrong.text("empty-folder", "", "empty-folder", "no *.yaml, *.yml or *.json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("missing")
  void whatIsNotThereIsNamed(Wrong wrong) {
    setting.file("empty-folder/notes.txt", "nothing");
    assertRefused(start(wrong.what()), wrong.says());
  }

  @Test
  void allErrorsAreTold() {
    String plan = PLAN.formatted("-5", "duration: soon, durration: 5m") + "    unknown: true\n";
    Serin run = start(setting.file("bad.yaml", plan));
    assertRefused(
        run, List.of("bad.yaml:9:22: ", "bad.yaml:10:29: ", "bad.yaml:10:35: ", "bad.yaml:11:5: "));
    assertThat(run.err().getFirst()).contains("4 errors");
  }

  @Test
  void aWrongCommandIsToldInALine() {
    for (String[] command :
        new String[][] {
          {"runn"}, {"run"}, {"run", "x.yaml", "--weight", "3"}, {"eval", "--wait"}
        }) {
      Serin wrong = setting.serin(command).endsWith(2);
      assertThat(wrong.err()).as(wrong::story).singleElement().asString().startsWith("serin");
    }
  }

  @Test
  void lintWritesALineForEachFile() {
    setting.file("all/good.yaml", PLAN.formatted("10", "duration: 5m"));
    setting.file("all/sub/bad.yml", PLAN.formatted("101", ""));
    setting.file("all/notes.txt", "no manifest");
    for (Wrong wrong : FILES) {
      setting.file("all/" + wrong.what().replace(' ', '-') + ".yaml", wrong.content().get());
    }
    Serin lint = setting.serin("lint", "-o", "json", "all").endsWith(2);
    assertThat(lint.err()).isEmpty();
    List<JsonNode> lines = lint.events();
    assertThat(lines).hasSize(FILES.size() + 2);
    lines.forEach(BadInputTest::assertShape);
    for (JsonNode line : lines) {
      boolean good = line.path("file").asText().equals("all/good.yaml");
      assertThat(line.path("accepted").asBoolean()).as(line::toString).isEqualTo(good);
    }
    JsonNode above = firstError(lines, "all/sub/bad.yml");
    assertThat(above.path("path").asText()).isEqualTo("spec.strategy.canary.steps[0].setWeight");
    assertThat(above.path("line").asInt()).isEqualTo(9);
    assertThat(above.path("column").asInt()).isEqualTo(22);
  }

  @Test
  void lintTellsOfSettingsThatCanNotBeUsedAtTheirPlace() {
    List<String> wrong =
        List.of("signal: error", "signal: errors, minimum: 10", "signal: errors, alpha: 2");
    for (int i = 0; i < wrong.size(); i++) {
      setting.file("all/" + i + ".yaml", COMPARING.formatted(wrong.get(i)));
    }
    setting.file("all/good.yaml", COMPARING.formatted("signal: errors, alpha: 0.05"));
    List<JsonNode> lines = setting.serin("lint", "-o", "json", "all").endsWith(2).events();
    assertThat(lines).hasSize(4);
    for (int i = 0; i < wrong.size(); i++) {
      JsonNode problem = firstError(lines, "all/" + i + ".yaml");
      assertThat(problem.path("id").asText()).isEqualTo("provider-settings");
      assertThat(problem.path("path").asText())
          .isEqualTo("spec.metrics[0].provider.plugin.serin/comparison");
      assertThat(problem.path("line").asInt()).isEqualTo(25);
      assertThat(problem.path("column").asInt()).isEqualTo(29);
    }
    assertThat(lines.getLast().path("accepted").asBoolean()).isTrue();
  }

  private static JsonNode firstError(List<JsonNode> lines, String file) {
    return lines.stream()
        .filter(line -> line.path("file").asText().equals(file))
        .flatMap(line -> line.path("problems").valueStream())
        .filter(problem -> problem.path("severity").asText().equals("error"))
        .findFirst()
        .orElseThrow();
  }

  private static void assertShape(JsonNode line) {
    assertThat(names(line)).containsExactly("file", "accepted", "problems");
    assertThat(line.path("accepted").isBoolean()).isTrue();
    for (JsonNode problem : line.path("problems")) {
      assertThat(names(problem))
          .containsExactly("severity", "id", "path", "line", "column", "message", "fix");
      assertThat(problem.path("severity").asText()).isIn("error", "warning", "info");
      assertThat(problem.path("line").isInt() && problem.path("column").isInt()).isTrue();
      assertThat(problem.path("message").asText()).isNotBlank();
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

package dev.serin.cli;

import static dev.serin.cli.Shell.serin;
import static dev.serin.cli.Shell.serinReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  private static final String ROLLOUT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: my-app}
      spec:
        strategy:
          canary:
            steps: STEPS
      """;

  @TempDir private Path folder;

  @Test
  void eachWeightGetsARow() throws IOException {
    Ran ran =
        plan(
            "[setWeight: 5, pause: {duration: 10m}, setWeight: 25, pause: {}, setWeight: 60,"
                + " pause: {duration: 5m}]",
            "--rps",
            "100");
    List<String> lines = ran.out().lines().toList();
    assertThat(ran.code()).isZero();
    assertThat(lines.get(0))
        .startsWith("my-app: 100 requests/s, 0.1 % errors, SLO 99.9 % over 30d");
    assertThat(lines.get(1)).matches("step +weight +lasts +requests +evidence in +sees from .*");
    assertThat(lines.get(2)).matches("1 +5 % +10m 0s +3 000 +50s +0\\.\\d+ % \\(.*x\\) .* 5 %");
    assertThat(lines.get(3)).matches("3 +25 % +open +- +0s +- .* 25 %");
    assertThat(lines.get(4)).startsWith("5 ");
    assertThat(lines.get(5)).startsWith("error budget at risk in all: ");
    assertThat(lines).hasSize(6);
  }

  @Test
  void jsonHasTheNumbers() throws IOException {
    Ran ran =
        plan(
            "[setWeight: 5, pause: {duration: 10m}, setWeight: 20, pause: {duration: 10m}]",
            "--rps",
            "100",
            "--users",
            "2000",
            "--slo",
            "99.9",
            "-o",
            "json");
    JsonNode plan = new ObjectMapper().readTree(ran.out());
    JsonNode first = plan.path("steps").path(0);
    assertThat(first.path("canaryRequests").asDouble()).isEqualTo(3000);
    // 20 % of 1 000 requests, of which 5 come in a second
    assertThat(first.path("evidenceSeconds").asDouble()).isEqualTo(40);
    assertThat(first.path("users").asLong()).isEqualTo(100);
    // b = w e (t_detect + t_rollback) / ((1-s) T)
    assertThat(first.path("budget").asDouble())
        .isCloseTo(
            0.05 * 0.2 * (first.path("detectSeconds").asDouble() + 30) / (0.001 * 30 * 86_400),
            within(1e-12));
    assertThat(plan.path("steps").path(1).path("evidenceSeconds").asDouble()).isZero();
    assertThat(plan.path("warnings").path(0).path("id").asText()).isEqualTo("steps-too-steep");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          setWeight: 1, pause: {duration: 10s}, setWeight: 5, pause: {duration: 1h}  | 10  | sees-nothing
          setWeight: 10, pause: {duration: 1m}, setWeight: 50, pause: {duration: 1s} | 10  | too-short-for-evidence
          setWeight: 10, pause: {duration: 1h}                                       | 100 | steps-too-steep
          setWeight: 100, pause: {duration: 1h}                                      | 100 | no-baseline
          pause: {duration: 1h}                                                      | 100 | no-steps
          setWeight: 50, pause: {duration: 1h}                                       | 0.01 | budget-at-risk
          """)
  void whatIsUnwiseIsTold(String steps, String rps, String id) throws IOException {
    Ran ran = plan("[" + steps + "]", "--rps", rps);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("warning: ").contains("[" + id + "]");
  }

  @Test
  void aPlanThatSeesAndWaitsLongEnoughHasNoWarning() throws IOException {
    Ran ran =
        plan(
            "[setWeight: 5, pause: {duration: 10m}, setWeight: 25, pause: {duration: 10m},"
                + " setWeight: 50, pause: {duration: 10m}]",
            "--rps",
            "100");
    assertThat(ran.out()).doesNotContain("warning");
  }

  @Test
  void aScaleOfTheManifestsOwnIsKept() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            ROLLOUT
                .replace("STEPS", "[setWeight: 5, pause: {duration: 10m}]")
                .replace(
                    "steps:",
                    "trafficRouting: {maxTrafficWeight: 1000, plugins: {serin/gateway: {}}}\n      steps:"));
    Ran ran = serin("plan", file.toString(), "--rps", "100");
    assertThat(ran.out()).contains("1     0.5 %");
  }

  @Test
  void batchAnswersEveryLine() throws IOException {
    Ran ran =
        serinReading(
            """
            {"id":"a","weight":5,"rps":100,"seconds":600}
            {"id":"b","weight":5,"seconds":600}
            {"id":"c","weight":5,"rps":100,"seconds":600,"baselineErrors":0.01,"margin":"50%"}
            {"id":"d","weight":500,"rps":100,"seconds":600}
            {"id":"e","weight":5,"rps":100,"seconds":600,"colour":"blue"}
            """,
            "plan", "--batch");
    List<JsonNode> answers = ran.out().lines().map(PlanTest::json).toList();
    assertThat(ran.code()).isZero();
    assertThat(answers)
        .extracting(a -> a.path("id").asText())
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(answers.get(0).path("canaryRequests").asDouble()).isEqualTo(3000);
    assertThat(answers.get(1).path("error").asText()).contains("rps is missing");
    assertThat(answers.get(2).path("smallestErrors").asDouble()).isGreaterThan(0.015);
    assertThat(answers.get(3).path("error").asText()).contains("weight must be a percentage");
    assertThat(answers.get(4).path("error").asText()).contains("there is no field colour");
  }

  @ParameterizedTest(name = "serin plan {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          r.yaml                               | --rps N
          --rps 100                            | name a manifest
          r.yaml --rps 0                       | rps must be above 0
          none.yaml --rps 100                  | there is no such file
          r.yaml --rps 100 --baseline-errors 0 | baselineErrors must be above 0
          r.yaml --rps 100 --worst 0.1%        | worst must be above what the margin allows
          r.yaml --rps 100 --power 1           | power must be below 1
          r.yaml --rps 100 --slo 100%          | slo must be above 0 and below 1
          r.yaml --rps 100 --slo perfect       | 'perfect' is no share
          blue.yaml --rps 100                  | is blue-green
          """)
  void wrongUseExitsWith2(String line, String why) throws IOException {
    Files.writeString(folder.resolve("r.yaml"), ROLLOUT.replace("STEPS", "[setWeight: 5]"));
    Files.writeString(
        folder.resolve("blue.yaml"),
        ROLLOUT.replaceAll("(?s)canary:.*", "blueGreen: {activeService: a}\n"));
    String[] words =
        Stream.concat(Stream.of("plan"), Stream.of(line.split(" ")))
            .map(word -> word.endsWith(".yaml") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    Ran ran = serin(words);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(why).doesNotContain("Exception");
    assertThat(ran.out()).isEmpty();
  }

  private Ran plan(String steps, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), ROLLOUT.replace("STEPS", steps));
    return serin(
        Stream.concat(Stream.of("plan", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }
}

package dev.serin.cli;

import static dev.serin.cli.Shell.serin;
import static dev.serin.cli.Shell.serinReading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";
  private static final String CONFIG =
      """
      {"name": "shop", "metrics": [
         {"name": "errors", "groups": ["g"],
          "analysisConfigurations": {"canary": {"direction": "increase"}}},
         {"name": "latency", "groups": ["g"]}],
       "classifier": {"scoreThresholds": {"pass": 90, "marginal": 40}}}
      """;
  private static final String LOW = "[1, 2, 3, 1, 2, 3, 1, 2, 3, 1]";
  private static final String HIGH = "[11, 12, 13, 11, 12, 13, 11, 12, 13, \"NaN\"]";

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String pair(String name, String control, String experiment) {
    return "{\"name\": \"%s\", \"id\": \"1\", \"values\": {\"control\": %s, \"experiment\": %s}}"
        .formatted(name, control, experiment);
  }

  private Ran judge(String pairs, String... more) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "judge",
                "--config",
                file("config.json", CONFIG),
                "--data",
                file("pairs.json", "[" + pairs + "]")));
    all.addAll(List.of(more));
    return serin(all.toArray(String[]::new));
  }

  @ParameterizedTest(name = "errors {0}, latency {1}: {2}")
  @CsvSource({"LOW, LOW, 0", "HIGH, LOW, 3", "HIGH, HIGH, 1"})
  void theVerdictIsTheExitCode(String errors, String latency, int code) throws IOException {
    Ran ran =
        judge(
            pair("errors", LOW, errors.equals("LOW") ? LOW : HIGH)
                + ","
                + pair("latency", LOW, latency.equals("LOW") ? LOW : HIGH));
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.out()).contains("METRIC").contains("score ");
  }

  @Test
  void thresholdsOnTheCommandLineWin() throws IOException {
    String data = pair("errors", LOW, HIGH) + "," + pair("latency", LOW, LOW);
    assertThat(judge(data, "--pass", "50").code()).isZero();
    assertThat(judge(data, "--marginal", "60").code()).isEqualTo(1);
  }

  @Test
  void jsonIsKayentas() throws IOException {
    Ran ran = judge(pair("errors", LOW, HIGH), "-o", "json");
    JsonNode result = JSON.readTree(ran.out());
    assertThat(result.path("judgeName").asText()).isEqualTo("NetflixACAJudge-v1.0");
    assertThat(result.at("/results/0/classification").asText()).isEqualTo("High");
    assertThat(result.at("/results/0/experimentMetadata/stats/count").asInt()).isEqualTo(9);
    assertThat(result.at("/score/classification").asText()).isEqualTo("Fail");
    assertThat(ran.err()).contains("the data does not name the metric latency: not judged");
  }

  @Test
  void aScoreWithoutAnyDataIsToldFromOneWith() throws IOException {
    Ran ran = judge(pair("errors", "[1]", "[0]"));
    assertThat(ran.code()).as("it passes nothing").isEqualTo(3);
    assertThat(ran.out()).contains("Error").contains("score 100: Pass");
    assertThat(ran.err()).contains("no metric could be compared, so that this score says nothing");
  }

  @Test
  void csvOfOneFileAndOfTwoSayTheSame() throws IOException {
    StringBuilder one = new StringBuilder("time,metric,group,value\n");
    StringBuilder control = new StringBuilder("time,errors\n");
    StringBuilder experiment = new StringBuilder("time,errors\n");
    for (int minute = 0; minute < 10; minute++) {
      String time = "2026-11-23T08:0" + minute + ":00Z";
      int low = minute % 3;
      String high = minute == 5 ? "" : "" + (10 + minute % 4);
      one.append(
          "%s,errors,control,%d%n%s,errors,experiment,%s%n".formatted(time, low, time, high));
      control.append("%s,%d%n".formatted(time, low));
      experiment.append("%s,%s%n".formatted(time, high));
    }
    String config = file("config.json", CONFIG);
    Ran first =
        serin("judge", "--config", config, "--data", file("one.csv", one.toString()), "-o", "json");
    Ran second =
        serin(
            "judge",
            "--config",
            config,
            "--control",
            file("c.csv", control.toString()),
            "--experiment",
            file("e.csv", experiment.toString()),
            "-o",
            "json");
    assertThat(first.err()).doesNotContain("serin: ");
    assertThat(JSON.readTree(first.out()).at("/results/0/experimentMetadata/stats/count").asInt())
        .isEqualTo(9);
    assertThat(second.out()).isEqualTo(first.out());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          time,metric,group,value~1,errors,other,3   | a.csv:2: group is "other"
          metric,group~errors,control                | a.csv:1: there is no column value
          metric,group,value~errors,control,x        | a.csv:2: value is "x": give a number
          time,metric,group,value~noon,errors,control,1 | a.csv:2: time is "noon"
          metric,group,value                         | nothing can be judged
          """)
  void wrongCsvIsToldWithItsLine(String csv, String message) throws IOException {
    Ran ran =
        serin(
            "judge",
            "--config",
            file("config.json", CONFIG),
            "--data",
            file("a.csv", csv.replace('~', '\n') + "\n"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(message).hasLineCount(1);
  }

  @Test
  void wrongJsonIsToldWithItsPlace() throws IOException {
    String good = file("config.json", CONFIG);
    Ran broken = serin("judge", "--config", good, "--data", file("d.json", "[\n {\"name\": }]"));
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("d.json:2:").contains("no JSON");
    Ran missing = serin("judge", "--config", good, "--data", file("d.json", "[{\"name\": \"m\"}]"));
    assertThat(missing.err()).contains("d.json: metricPairs[0].values.control must be a list");
    String flag = CONFIG.replace("\"increase\"", "\"increase\", \"critical\": \"yes\"");
    Ran option =
        serin(
            "judge",
            "--config",
            file("flag.json", flag),
            "--data",
            file("d.json", "[" + pair("errors", LOW, HIGH) + "]"));
    assertThat(option.err())
        .contains("flag.json: metrics[0].analysisConfigurations.canary.critical")
        .hasLineCount(1);
    assertThat(serin("judge", "--config", good).err()).contains("give the data once");
    assertThat(serin("judge").err()).contains("give --config");
    assertThat(serin("judge", "--config", good, "--prometheus", "http://x").err())
        .contains("--prometheus needs --start and --end");
  }

  @Test
  void batchAnswersEachLine() {
    String config = CONFIG.replace("\n", " ");
    String good =
        "{\"id\": \"a\", \"config\": %s, \"metricPairs\": [%s]}"
            .formatted(config, pair("errors", LOW, "[0, 0, 0]"));
    String unknown =
        "{\"id\": 7, \"config\": %s, \"metricPairs\": [%s]}"
            .formatted(config, pair("nobody", LOW, LOW));
    Ran ran = serinReading(good + "\n\n" + unknown + "\nnonsense\n[]\n", "judge", "--batch");
    assertThat(ran.code()).isZero();
    List<JsonNode> answers = ran.out().lines().map(JudgeCommandTest::tree).toList();
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).path("id").asText()).isEqualTo("a");
    assertThat(answers.get(0).at("/results/0/resultMetadata/ratio").asText()).isEqualTo("NaN");
    assertThat(answers.get(1).path("id").asInt()).isEqualTo(7);
    assertThat(answers.get(1).path("error").asText())
        .contains("Could not find metric config for nobody");
    assertThat(answers.get(2).path("error").asText()).contains("no JSON");
    assertThat(answers.get(3).path("error").asText()).isEqualTo("must be a JSON object");
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }

  private Path report() throws IOException {
    Path report = folder.resolve("report.html");
    String config = CONFIG.replace("errors", HOSTILE).replace("shop", "{{data}} & <b>shop</b>");
    Ran ran =
        serin(
            "judge",
            "--config",
            file("config.json", config),
            "--data",
            file("d.json", "[" + pair(HOSTILE, LOW, HIGH) + "," + pair("latency", "[]", LOW) + "]"),
            "--report",
            report.toString());
    assertThat(ran.err()).isEmpty();
    return report;
  }

  @Test
  void theExampleOfTheGuideRunsAsPrinted() throws IOException {
    Ran ran =
        serin(
            "judge",
            "--config",
            "../docs/guide/judge/canary-config.json",
            "--data",
            "../docs/guide/judge/metrics.csv");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(Files.readString(Path.of("../docs/guide/judge.md"))).contains(ran.out());
  }

  @Test
  void theReportEscapesNamesAndIsReadableWithoutScripts() throws IOException {
    String page = Files.readString(report());
    assertThat(page)
        .doesNotContain(HOSTILE)
        .contains("&lt;/script&gt;&lt;img")
        .contains("{{data}} &amp; &lt;b&gt;shop&lt;/b&gt;")
        .contains("<span class=\"chip High\">High</span>")
        .contains("Missing data for latency")
        .doesNotContain("src=\"http", "href=\"http");
  }

  /// The browser draws both plots of each metric, and runs nothing that a name brought along.
  @Test
  @Tag("chromium")
  void theBrowserDrawsTheReport() throws IOException, InterruptedException {
    Path report = report();
    Path page = folder.resolve("dom.html");
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1200,3000",
                "--virtual-time-budget=5000",
                "--dump-dom",
                report.toUri().toString())
            .redirectOutput(page.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
    String dom = Files.readString(page, StandardCharsets.UTF_8);
    assertThat(dom.split("<canvas", -1)).hasSize(1 + 2 * 2);
    assertThat(dom).contains("class=\"scripts\"").doesNotContain("onerror=\"alert");
  }
}

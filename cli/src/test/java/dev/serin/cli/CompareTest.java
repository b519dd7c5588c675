package dev.serin.cli;

import static dev.serin.cli.Shell.serin;
import static dev.serin.cli.Shell.serinReading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.Shell.Ran;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {
  private static final String GOOD =
      "{\"canary\":{\"requests\":100,\"failures\":0},\"baseline\":{\"requests\":900,\"failures\":1}}\n";
  private static final String BAD =
      "{\"canary\":{\"requests\":100,\"failures\":9},\"baseline\":{\"requests\":900,\"failures\":1}}\n";

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "50/1000, 12/11000, Worse, 1",
    "1/1000, 12/11000, NotWorse, 0",
    "1/100, 2/1100, Undecided, 3",
    "0/0, 2/1100, NoData, 3"
  })
  void countsGiveAVerdictAndItsExitCode(String canary, String baseline, String verdict, int code) {
    Ran ran = serin("compare", "--canary", canary, "--baseline", baseline);
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.out()).startsWith(verdict + ": error rate of the canary ").hasLineCount(1);
  }

  @Test
  void jsonHasTheEvidence() throws IOException {
    Ran ran = serin("compare", "--canary", "50/1000", "--baseline", "12/11000", "-o", "json");
    JsonNode verdict = new ObjectMapper().readTree(ran.out());
    JsonNode errors = verdict.path("comparisons").path(0);
    assertThat(verdict.path("verdict").asText()).isEqualTo("Worse");
    assertThat(errors.path("signal").asText()).isEqualTo("errors");
    assertThat(errors.path("canaryRequests").asLong()).isEqualTo(1000);
    assertThat(errors.path("logE").asDouble()).isGreaterThan(Math.log(100));
    assertThat(errors.path("estimates").path(0).path("canary").asDouble()).isEqualTo(0.05);
    assertThat(errors.path("estimates").path(0).path("ratio").path("lower").asDouble())
        .isGreaterThan(1);
  }

  @Test
  void aWiderMarginForgives() {
    String[] counts = {"compare", "--canary", "50/10000", "--baseline", "120/100000"};
    assertThat(serin(counts).code()).isEqualTo(1);
    assertThat(serin(with(counts, "--margin", "500%")).code()).isZero();
    assertThat(serin(with(counts, "--margin", "0.01")).code()).isZero();
  }

  @Test
  void moreIsAskedForByAHigherMinimum() {
    String[] counts = {"compare", "--canary", "1/1000", "--baseline", "10/10000"};
    assertThat(serin(counts).code()).isZero();
    assertThat(serin(with(counts, "--minimum-requests", "5000")).code()).isEqualTo(3);
  }

  @Test
  void aStreamTellsWhenTheVerdictChangesAndAtTheEnd() {
    Ran ran = serinReading(GOOD.repeat(15), "compare");
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().toList())
        .hasSize(3)
        .satisfiesExactly(
            l -> assertThat(l).startsWith("Undecided").contains("100 requests of the canary"),
            l -> assertThat(l).startsWith("NotWorse").contains("1 000 requests of the canary"),
            l -> assertThat(l).startsWith("NotWorse").contains("1 500 requests of the canary"));
  }

  @Test
  void aStreamEndsWhenTheCanaryIsWorse() {
    Ran ran = serinReading(GOOD + "\n" + BAD.repeat(50) + "never read", "compare", "-o", "json");
    List<String> lines = ran.out().lines().toList();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(lines.getFirst()).startsWith("{\"samples\":1,\"verdict\":\"Undecided\"");
    assertThat(lines.getLast()).contains("\"verdict\":\"Worse\"").doesNotContain("\"samples\":51");
  }

  @Test
  void latenciesAreComparedToo() {
    Ran same = serinReading(latencies("[50,40,9,1]").repeat(20), "compare");
    Ran slow = serinReading(latencies("[0,10,50,40]").repeat(20), "compare");
    assertThat(same.code()).isZero();
    assertThat(same.out()).contains("p99 of the canary");
    assertThat(slow.code()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1]                                                     | a line must be a JSON object
          {"canary":{"requests":1,"failures":0}}                  | baseline is missing
          {"canary":{"requests":1},"baseline":{}}                 | canary.failures is missing
          {"canary":{"requests":1,"failures":2},"baseline":{}}    | canary.failures must be no more
          {"canary":{"requests":-1,"failures":0},"baseline":{}}   | canary.requests must be a whole
          {"canary":{"requests":1.5,"failures":0},"baseline":{}}  | canary.requests must be a whole
          {"canary":{"request":1},"baseline":{}}                  | there is no field canary.request
          {"canary":{"latency":{}},"baseline":{}}                 | for both sides, or for none
          {"canary"                                               | the line is no JSON
          """)
  void aWrongLineIsNamedWithItsField(String line, String why) {
    String full = line.replace("\"baseline\":{}", "\"baseline\":{\"requests\":1,\"failures\":0}");
    Ran ran = serinReading(GOOD + full + "\n", "compare");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("serin: line 2: ").contains(why).hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0%", "0%+0"})
  void aMarginThatAllowsNothingIsRefused(String margin) {
    Ran ran =
        serinReading("", "compare", "--margin", margin, "--canary", "1/10", "--baseline", "1/10");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("a margin is above 0");
  }

  @Test
  void bucketsMustStayTheSame() {
    String other = latencies("[50,40,9,1]").replace("0.5", "0.6");
    Ran ran = serinReading(latencies("[50,40,9,1]") + other, "compare");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("line 2: ").contains("buckets");
    assertThat(serinReading(GOOD + latencies("[1,1,1,1]"), "compare").err())
        .contains("line 2: either all lines have a latency, or none has");
    assertThat(serinReading(latencies("[1,1]"), "compare").err())
        .contains("line 1: canary.latency.counts must be one count more than bounds (4)");
  }

  @Test
  void batchAnswersEveryLine() {
    Ran ran =
        serinReading(
            GOOD.replaceFirst("\\{", "{\"id\":\"a\",")
                + BAD.replaceFirst("\\{", "{\"id\":\"b\",\"alpha\":0.05,\"margin\":\"10%\",")
                + "{\"id\":\"c\"}\n"
                + GOOD.replaceFirst("\\{", "{\"id\":\"d\",\"minimumRequests\":100,"),
            "compare",
            "--batch");
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .satisfiesExactly(
            l -> assertThat(l).startsWith("{\"id\":\"a\",\"verdict\":\"Undecided\""),
            l -> assertThat(l).startsWith("{\"id\":\"b\",\"verdict\":\"Worse\""),
            l -> assertThat(l).startsWith("{\"id\":\"c\",\"error\":\"canary is missing"),
            l -> assertThat(l).startsWith("{\"id\":\"d\",\"verdict\":\"NotWorse\""));
  }

  @ParameterizedTest(name = "serin {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          compare                                           | nothing to compare
          compare --canary 1/2                              | give both sides
          compare --canary 3/2 --baseline 1/2               | --canary: '3/2' has more failures
          compare --canary 1/2 --baseline 12                | --baseline: '12' are no counts
          compare --canary 1/2 --baseline 1/2 --margin much | 'much' is no margin
          compare --canary 1/2 --baseline 1/2 --alpha 1.5   | '1.5' is no share
          compare --canary 1/2 --baseline 1/2 --alpha 0     | alpha must be above 0
          compare --batch --canary 1/2                      | --batch reads its counts
          """)
  void wrongUseExitsWith2(String line, String why) {
    Ran ran = serin(line.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(why).doesNotContain("Exception").hasLineCount(1);
    assertThat(ran.out()).isEmpty();
  }

  private static String latencies(String canary) {
    return "{\"canary\":{\"requests\":100,\"failures\":0,\"latency\":{\"bounds\":[0.1,0.2,0.5],"
        + "\"counts\":"
        + canary
        + "}},\"baseline\":{\"requests\":900,\"failures\":1,\"latency\":{\"bounds\":[0.1,0.2,0.5],"
        + "\"counts\":[450,360,80,10]}}}\n";
  }

  private static String[] with(String[] words, String... more) {
    return java.util.stream.Stream.of(words, more)
        .flatMap(java.util.Arrays::stream)
        .toArray(String[]::new);
  }
}

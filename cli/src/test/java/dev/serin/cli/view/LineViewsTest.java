package dev.serin.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Rollout;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Strategy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineViewsTest {
  private final StringWriter written = new StringWriter();

  @Test
  void plainLinesTellEachChangeOnceAndASignOfLifeEveryHalfMinute() {
    Scene scene = Scene.canary();
    try (PlainView view = new PlainView(new PrintWriter(written))) {
      view.show(scene.look().frame());
      for (int second = 0; second < 65; second += 5) {
        view.show(scene.pass(Duration.ofSeconds(5)).frame());
      }
    }
    assertThat(written.toString().lines().map(line -> line.substring(21)))
        .containsExactly(
            "Rollout updated to revision 2",
            "Rollout step 1/7 completed (setWeight: 10)",
            "Rollout is paused (CanaryPauseStep)",
            "waits for the end of the pause (4m 55s left)",
            "Paused, step 2/7 pause: 5m, weight 10%; v1 0.0 req/s, errors -, p99 -; v2 0.0 req/s,"
                + " errors -, p99 -");
  }

  @Test
  void jsonLinesFollowTheirSchema() throws IOException {
    Scene scene = Scene.canary();
    Frame end =
        scene.after(Duration.ZERO).after(Duration.ofSeconds(9), new Command.Abort("bad")).frame();
    try (JsonView view = new JsonView(new PrintWriter(written), InstantSource.fixed(Scene.START))) {
      view.note("hello");
      view.show(end);
      view.end(end, Ending.of(end));
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : written.toString().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines).extracting(l -> l.path("type").asText()).startsWith("note").endsWith("end");
    assertThat(lines).allSatisfy(l -> assertThat(l.path("at").asText()).endsWith("Z"));
    JsonNode status =
        lines.stream()
            .filter(l -> l.path("type").asText().equals("status"))
            .findFirst()
            .orElseThrow();
    assertThat(status.path("phase").asText()).isEqualTo("Degraded");
    assertThat(status.path("weight").asDouble()).isZero();
    assertThat(status.path("canary").path("revision").asText()).isEqualTo("v2");
    assertThat(lines.getLast().path("result").asText()).isEqualTo("rolledBack");
    assertThat(lines.getLast().path("exitCode").asInt()).isEqualTo(1);
    assertThat(lines.getLast().path("message").asText())
        .contains("v2 is rolled back after 9s: bad");
  }

  @Test
  void theLadderBeginsAgainWithARetryAndMarksWhatWasSkipped() {
    Scene scene =
        Scene.canary().after(Duration.ZERO).after(Duration.ofSeconds(5), new Command.Abort(""));
    assertThat(scene.frame().story().rungs().get(1).mark()).isEqualTo(Rung.Mark.STOPPED);
    scene.after(Duration.ofSeconds(5), new Command.Retry());
    assertThat(scene.frame().story().rungs().get(1).mark()).isEqualTo(Rung.Mark.NOW);
    scene.after(Duration.ofSeconds(5), new Command.PromoteFull());
    assertThat(scene.frame().story().rungs())
        .extracting(Rung::mark)
        .startsWith(Rung.Mark.DONE, Rung.Mark.SKIPPED)
        .endsWith(Rung.Mark.SKIPPED);
    assertThat(Ending.of(scene.frame()).result()).isEqualTo(Ending.Result.PROMOTED);
  }

  @Test
  void aStageThatTheLadderDoesNotHaveChangesNothing() {
    Look waiting = Scene.blueGreen().after(Duration.ZERO).frame().look();
    Rollout rollout = waiting.decision().next();
    assertThat(rollout.status().stage()).isInstanceOf(Stage.AwaitingPromotion.class);
    RolloutSpec edited =
        RolloutSpec.of(
            new Strategy.BlueGreen(
                "active",
                null,
                new Strategy.Promotion.Automatic(),
                null,
                null,
                Duration.ZERO,
                null));
    Decision decision =
        new Decision(
            new Rollout(rollout.id(), edited, rollout.desired(), rollout.status()),
            List.of(),
            List.of(),
            List.of(),
            waiting.decision().standing(),
            waiting.decision().waiting());
    Look look =
        new Look(
            waiting.at(),
            decision,
            decision.transitions(),
            List.of(),
            new Live.Unset(),
            null,
            null);
    assertThat(Story.BLANK.after(look).at()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"0.123456, 0.1235", "1200, 1200", "+1e999999999, 1E+999999999", "[1 2], [1 2]"})
  void numbersAreShownWithTheDigitsThatPeopleRead(String value, String shown) {
    MetricLine line = new MetricLine("errors", AnalysisPhase.RUNNING, value, "1 ok", "", Map.of());
    assertThat(line.line(100).toString()).contains(" " + shown + " ");
  }
}

package dev.serin.core.rollout;

import static dev.serin.core.rollout.Plans.REQUEST;
import static dev.serin.core.rollout.Plans.V1;
import static dev.serin.core.rollout.Plans.V2;
import static dev.serin.core.rollout.Plans.analysis;
import static dev.serin.core.rollout.Plans.blueGreen;
import static dev.serin.core.rollout.Plans.canary;
import static dev.serin.core.rollout.Plans.pause;
import static dev.serin.core.rollout.Plans.weight;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every command in every kind of place, and what it answers.
class CommandsTest {
  private static final Map<String, Command> COMMANDS =
      Map.of(
          "promote", new Command.Promote(),
          "full", new Command.PromoteFull(),
          "abort", new Command.Abort(""),
          "retry", new Command.Retry(),
          "pause", new Command.Pause(),
          "resume", new Command.Resume(),
          "skip", new Command.Skip());

  @ParameterizedTest(name = "{1} when {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # place     | command | weight | answer
          pausing     | promote | 50     | done: step 2 is over
          pausing     | skip    | 50     | done: step 2 is over
          pausing     | full    | 0      | done: all steps that are left are skipped
          pausing     | abort   | 0      | done: stable gets all traffic
          pausing     | retry   | 10     | refused: only an aborted rollout can be tried again: the update is on its way
          pausing     | pause   | 10     | done: no further step is taken until you resume
          pausing     | resume  | 10     | refused: it waits at a pause of its plan: promote lets it go on
          held        | pause   | 10     | refused: it is paused already; resume lets it go on
          held        | resume  | 10     | done: the rollout goes on
          held        | promote | 50     | done: step 2 is over
          held        | abort   | 0      | done: stable gets all traffic
          analysing   | promote | 0      | done: step 4 is over
          analysing   | skip    | 0      | done: step 4 is over
          analysing   | abort   | 0      | done: stable gets all traffic
          aborted     | promote | 0      | refused: there is nothing to promote: the update was aborted; retry begins it again
          aborted     | abort   | 0      | refused: there is nothing to abort: the update was aborted; retry begins it again
          aborted     | retry   | 10     | done: the update begins again at its first step
          stable      | promote | 0      | refused: there is nothing to promote: revision v2 is stable
          stable      | abort   | 0      | refused: there is nothing to abort: revision v2 is stable
          stable      | skip    | 0      | refused: there is nothing to skip: revision v2 is stable
          previewing  | promote | 0      | refused: nothing holds it, it waits for analysis run shop-v2-2-pre: skip goes on without that, promote --full without any check
          previewing  | skip    | 100    | done: the new revision becomes active
          previewing  | full    | 0      | done: all steps that are left are skipped
          stable      | pause   | 0      | refused: there is nothing to pause: revision v2 is stable
          """)
  void answers(String place, String command, int weight, String answer) {
    World world = placed(place);
    assertThat(world.answer(Objects.requireNonNull(COMMANDS.get(command)))).isEqualTo(answer);
    assertThat(world.weight()).isEqualTo(weight);
  }

  private static World placed(String place) {
    if (place.startsWith("previewing")) {
      return new World(blueGreen(new Strategy.Promotion.Manual(), REQUEST, REQUEST), V1, V2);
    }
    World world = new World(canary(weight(10), pause(), weight(50), analysis()), V1, V2);
    switch (place) {
      case "held" -> world.look(new Command.Pause());
      case "analysing" -> world.look(new Command.Promote());
      case "aborted" -> world.look(new Command.Abort(""));
      case "stable" -> world.look(new Command.PromoteFull());
      default -> assertThat(place).isEqualTo("pausing");
    }
    return world;
  }
}

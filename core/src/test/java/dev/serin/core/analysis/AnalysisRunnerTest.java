package dev.serin.core.analysis;

import static dev.serin.core.analysis.AnalysisPhase.ERROR;
import static dev.serin.core.analysis.AnalysisPhase.FAILED;
import static dev.serin.core.analysis.AnalysisPhase.INCONCLUSIVE;
import static dev.serin.core.analysis.AnalysisPhase.RUNNING;
import static dev.serin.core.analysis.AnalysisPhase.SUCCESSFUL;
import static dev.serin.core.analysis.Runs.START;
import static dev.serin.core.analysis.Runs.every;
import static dev.serin.core.analysis.Runs.look;
import static dev.serin.core.analysis.Runs.measured;
import static dev.serin.core.analysis.Runs.once;
import static dev.serin.core.analysis.Runs.run;
import static dev.serin.core.analysis.Runs.underWay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRunner.Pass;
import dev.serin.core.analysis.AnalysisRunner.Task;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisRunnerTest {
  private static final Task RUN_A = new Task.Run("a");
  private static final Task RUN_B = new Task.Run("b");

  @Test
  void aHangingProviderDoesNotHoldUpTheOtherMetrics() {
    AnalysisRun run = look(run(every("a", "10s"), every("b", "10s")), START).run();
    AnalysisRun measured = measured(run, RUN_B, SUCCESSFUL, START.plusSeconds(1));

    Pass next = AnalysisRunner.pass(measured, START.plusSeconds(12), Set.of(RUN_A));

    assertThat(next.tasks()).containsExactly(RUN_B);
    assertThat(next.lookAgain()).as("nothing to look at before an outcome").isNull();
  }

  @Test
  void aRunThatFailsDoesNotWaitForAFirstMeasurementThatHangs() {
    AnalysisRun run = look(run(once("a"), once("b")), START).run();
    AnalysisRun failed = measured(run, RUN_B, FAILED, START.plusSeconds(1));

    Pass seen = AnalysisRunner.pass(failed, START.plusSeconds(1), Set.of(RUN_A));
    assertThat(seen.run().status().phase()).isEqualTo(RUNNING);
    assertThat(seen.lookAgain()).isEqualTo(START.plusSeconds(1));

    Pass ended = AnalysisRunner.pass(seen.run(), START.plusSeconds(1), Set.of(RUN_A));
    assertThat(ended.run().status().phase()).isEqualTo(FAILED);
    assertThat(ended.events()).containsExactly("AnalysisRunFailed");
  }

  @Test
  void anOutcomeForARunThatHasEndedChangesNothing() {
    AnalysisRun run = look(run(once("a")), START).run();
    AnalysisRun ended = look(measured(run, RUN_A, SUCCESSFUL, START), START).run();

    assertThat(ended.status().phase()).isEqualTo(SUCCESSFUL);
    assertThat(measured(ended, RUN_A, FAILED, START.plusSeconds(9))).isEqualTo(ended);
  }

  @Test
  void aResumeThatComesAfterItsMeasurementWasGivenUpChangesNothing() {
    AnalysisRun run = look(run(every("a", "10s")), START).run();
    AnalysisRun begun = underWay(run, RUN_A, START, START.plusSeconds(5));
    Task resume = look(begun, START.plusSeconds(5)).tasks().getFirst();
    Task giveUp =
        AnalysisRunner.pass(begun.terminated(), START.plusSeconds(6), Set.of(resume))
            .tasks()
            .getFirst();
    AnalysisRun givenUp = measured(begun.terminated(), giveUp, SUCCESSFUL, START.plusSeconds(6));

    assertThat(resume).isInstanceOf(Task.Resume.class);
    assertThat(giveUp).isInstanceOf(Task.Terminate.class);
    assertThat(measured(givenUp, resume, FAILED, START.plusSeconds(7))).isEqualTo(givenUp);
  }

  @Test
  void aStoppedRunWaitsForWhatItGivesUp() {
    AnalysisRun run = look(run(every("a", "10s")), START).run();
    AnalysisRun begun = underWay(run, RUN_A, START, START.plusSeconds(60)).terminated();
    Pass pass = look(begun, START.plusSeconds(3));

    assertThat(pass.run().status().phase()).isEqualTo(RUNNING);
    assertThat(pass.tasks()).singleElement().isInstanceOf(Task.Terminate.class);
    assertThat(pass.lookAgain()).isNull();

    Task giveUp = pass.tasks().getFirst();
    assertThat(AnalysisRunner.pass(begun, START.plusSeconds(4), Set.of(giveUp)).tasks())
        .as("it is told to end only once")
        .isEmpty();

    AnalysisRun still = underWay(pass.run(), giveUp, START.plusSeconds(4), START.plusSeconds(90));
    assertThat(look(still, START.plusSeconds(4)).run().status().phase())
        .as("a provider that does not give up is no success")
        .isEqualTo(ERROR);
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "FAILED, FAILED, FAILED",
    "ERROR, ERROR, ERROR",
    "ERROR, FAILED, FAILED",
    "INCONCLUSIVE, FAILED, FAILED",
    "INCONCLUSIVE, INCONCLUSIVE, SUCCESSFUL",
    "SUCCESSFUL, FAILED, SUCCESSFUL",
  })
  void aStoppedRunIsSuccessfulOnlyWithASuccess(
      AnalysisPhase first, AnalysisPhase second, AnalysisPhase ended) {
    Instant later = START.plusSeconds(11);
    AnalysisRun run = look(run(every("a", "10s")), START).run();
    AnalysisRun once = look(measured(run, RUN_A, first, START), START).run();
    AnalysisRun twice = look(measured(once, RUN_A, second, later), later).run();
    AnalysisRun stopped = look(twice.terminated(), later).run();

    assertThat(stopped.status().phase()).isEqualTo(ended);
    assertThat(stopped.status().metrics().getFirst().phase()).isEqualTo(ended);
    assertThat(stopped.status().summary().successful()).isEqualTo(ended == SUCCESSFUL ? 1 : 0);
    if (ended != SUCCESSFUL) {
      assertThat(stopped.status().message()).contains("no success in 2 measurement(s)");
    }
  }

  @Test
  void theEndOfASiblingStaysASuccessWhenTheRunFailsAnyway() {
    AnalysisRun run = look(run(every("a", "10s"), once("b")), START).run();
    run = measured(measured(run, RUN_A, FAILED, START), RUN_B, INCONCLUSIVE, START);
    run = look(look(run, START).run(), START).run();

    assertThat(run.status().phase()).isEqualTo(INCONCLUSIVE);
    assertThat(run.status().metrics().getFirst().phase()).isEqualTo(SUCCESSFUL);
  }

  @Test
  void anIntervalOfNothingDoesNotMeasureTwiceAtOneInstant() {
    AnalysisRun run = look(run(every("a", "0s")), START).run();
    Pass pass = look(measured(run, RUN_A, SUCCESSFUL, START), START);

    assertThat(pass.tasks()).isEmpty();
    assertThat(pass.lookAgain()).isAfter(START);
    assertThat(look(pass.run(), START.plusMillis(1)).tasks()).containsExactly(RUN_A);
  }
}

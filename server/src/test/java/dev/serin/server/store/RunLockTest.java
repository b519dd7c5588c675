package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.RunLock.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLockTest {
  private static final RolloutId DEMO = new RolloutId("default", "demo");

  @TempDir private Path folder;

  @Test
  void oneRunsARolloutUntilItCloses() {
    long own = ProcessHandle.current().pid();
    try (RunLock _ = acquired(DEMO)) {
      Outcome second = RunLock.take(folder, DEMO);

      assertThat(second).isEqualTo(new Outcome.AlreadyRun(DEMO, own));
      assertThat(((Outcome.AlreadyRun) second).message())
          .isEqualTo("rollout default/demo is already run by process " + own);
      assertThat(RunLock.holder(folder, DEMO)).contains(new Outcome.AlreadyRun(DEMO, own));
    }
    assertThat(RunLock.holder(folder, DEMO)).isEmpty();
    acquired(DEMO).close();
  }

  @Test
  void rolloutsWhoseNamesLookAlikeAreRunSideBySide() {
    try (RunLock _ = acquired(DEMO);
        RunLock _ = acquired(new RolloutId("other", "demo"));
        RunLock _ = acquired(new RolloutId("default", "../demo"));
        RunLock _ = acquired(new RolloutId("default", ".._demo"));
        RunLock _ = acquired(new RolloutId("default", "x".repeat(300)))) {
      assertThat(RunLock.holder(folder, DEMO)).isPresent();
    }
  }

  @Test
  void aProcessThatIsKilledLosesIt() throws Exception {
    Process child = holding();
    try {
      assertThat(RunLock.take(folder, DEMO)).isEqualTo(new Outcome.AlreadyRun(DEMO, child.pid()));
      assertThat(RunLock.holder(folder, DEMO)).contains(new Outcome.AlreadyRun(DEMO, child.pid()));
    } finally {
      child.destroyForcibly().waitFor();
    }

    acquired(DEMO).close();
  }

  private RunLock acquired(RolloutId id) {
    return switch (RunLock.take(folder, id)) {
      case Outcome.Acquired(var lock) -> lock;
      case Outcome.AlreadyRun already -> throw new AssertionError(already.message());
    };
  }

  private Process holding() throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holding.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(child.inputReader().readLine()).isEqualTo("holding");
    return child;
  }

  /// Takes the lock and waits to be killed.
  static final class Holding {
    private Holding() {}

    public static void main(String[] args) throws IOException {
      Outcome outcome = RunLock.take(Path.of(args[0]), DEMO);
      System.out.println(outcome instanceof Outcome.Acquired ? "holding" : outcome.toString());
      int end = System.in.read();
      System.exit(end);
    }
  }
}

package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// What a store promises that outlives its process.
public abstract class DurableStoreContract extends RolloutStoreContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");

  @TempDir private Path place;

  /// How another process opens the store: a class with a constructor that takes nothing.
  protected abstract Class<? extends Function<Path, RolloutStore>> opener();

  @RepeatedTest(5)
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    int saves = ThreadLocalRandom.current().nextInt(1, 40);
    long acknowledged = killedAfter(saves);

    RolloutStore store = open(place);
    try {
      Stored found = store.find(DEMO).orElseThrow();
      int version = (int) found.version();
      assertThat(version)
          .as("after %d acknowledged", acknowledged)
          .isBetween((int) acknowledged, (int) acknowledged + 1);
      assertThat(found.status()).isEqualTo(status(version));
      assertThat(store.transitions(DEMO)).isEqualTo(logUntil(version));
      assertThat(store.requests(DEMO)).hasSizeBetween((int) acknowledged, version + 1);
    } finally {
      if (store instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  private static List<Transition> logUntil(int version) {
    return LongStream.rangeClosed(1, version).mapToObj(v -> transition((int) v)).toList();
  }

  /// Lets a process save without end, and kills it when it has acknowledged `saves`.
  ///
  /// @return how many it acknowledged
  private long killedAfter(int saves) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + place,
                "-cp",
                System.getProperty("java.class.path"),
                SavingProcess.class.getName(),
                opener().getName(),
                place.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    try (BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = Long.parseLong(line);
        if (acknowledged == saves) {
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  /// Saves one change after another, and says so after each.
  static final class SavingProcess {
    private SavingProcess() {}

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws ReflectiveOperationException {
      Function<Path, RolloutStore> opener =
          Class.forName(args[0]).asSubclass(Function.class).getDeclaredConstructor().newInstance();
      RolloutStore store = opener.apply(Path.of(args[1]));
      for (int version = 1; ; version++) {
        store.request(DEMO, new Command.Promote(), "kim", java.time.Instant.EPOCH);
        store.save(DEMO, change(version - 1L, version));
        System.out.println(version);
      }
    }
  }
}

package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore;
import dev.serin.core.rollout.RolloutId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteStoreTest extends StoreContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");

  @TempDir private Path folder;

  /// Opens the store in a process of its own.
  public static final class Opener implements Function<Path, RolloutStore> {
    /// Takes nothing.
    public Opener() {}

    @Override
    public RolloutStore apply(Path place) {
      return Store.open(place);
    }
  }

  @Override
  protected Store store(Path place) {
    return Store.open(place);
  }

  @Override
  protected Class<? extends Function<Path, RolloutStore>> opener() {
    return Opener.class;
  }

  @Test
  void theStateIsForItsOwnerAlone() throws Exception {
    Path made = folder.resolve("made").resolve("state");
    try (Store store = Store.open(made)) {
      store.savePlan(DEMO, "plan");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
      try (var files = Files.list(made)) {
        assertThat(files.filter(Files::isRegularFile))
            .isNotEmpty()
            .allSatisfy(
                f ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "what?mode=ro", "50%20 #1", "새; 'quoted'", "a&b"})
  void aFolderMayHaveAnyName(String name) {
    try (Store store = Store.open(folder.resolve(name))) {
      store.savePlan(DEMO, "plan");
    }
    try (Store store = Store.open(folder.resolve(name))) {
      assertThat(store.findPlan(DEMO)).contains("plan");
    }
    assertThat(folder.resolve(name).resolve("serin.db")).exists();
  }

  @Test
  void aPlanMayHoldAnyCharacter() {
    try (Store store = Store.open(folder)) {
      store.savePlan(DEMO, "zero \u0000 here");

      assertThat(store.findPlan(DEMO)).contains("zero \u0000 here");
    }
  }
}

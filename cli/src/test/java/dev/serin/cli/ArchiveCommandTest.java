package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server's store as a file.
class ArchiveCommandTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");

  @TempDir private Path folder = Path.of("");

  private static Shell.Ran serin(Object... words) {
    return Shell.serin(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
  }

  private Path store(String name) {
    Path data = folder.resolve(name);
    try (Store store = Store.open(data)) {
      store.savePlan(SHOP, "{\"desired\":\"2\"}");
      store.request(SHOP, new Command.Promote(), "ann", Instant.EPOCH);
    }
    return data;
  }

  @Test
  void whatWasBackedUpIsThereAfterRestoring() {
    Path file = folder.resolve("monday.backup");
    Shell.Ran backup = serin("backup", file, "--data", store("one"));
    assertThat(backup.out()).contains(" rows of ").contains(" are in " + file);
    assertThat(backup.code()).isZero();
    Path fresh = folder.resolve("two");
    Shell.Ran restored = serin("restore", file, "--data", fresh);
    assertThat(restored.err()).isEmpty();
    assertThat(restored.code()).isZero();
    try (Store store = Store.open(fresh)) {
      assertThat(store.findPlan(SHOP)).contains("{\"desired\":\"2\"}");
      assertThat(store.requests(SHOP)).hasSize(1);
    }
    assertThat(serin("restore", file, "--data", fresh))
        .satisfies(again -> assertThat(again.code()).isEqualTo(3))
        .satisfies(again -> assertThat(again.err()).contains("into an empty store"));
  }

  @Test
  void nothingIsMadeWhereNothingIs() throws IOException {
    Path absent = folder.resolve("absent");
    Shell.Ran ran = serin("backup", folder.resolve("file"), "--data", absent);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("there is no store in " + absent);
    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made).isEmpty();
    }
  }

  @Test
  void aFileIsNotOverwrittenNorAnyFileRead() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine\n");
    assertThat(serin("backup", file, "--data", store("one")))
        .satisfies(ran -> assertThat(ran.code()).isEqualTo(3))
        .satisfies(ran -> assertThat(ran.err()).contains("choose another name"));
    assertThat(file).hasContent("mine\n");
    assertThat(serin("restore", file, "--data", folder.resolve("two")))
        .satisfies(ran -> assertThat(ran.code()).isEqualTo(3))
        .satisfies(ran -> assertThat(ran.err()).contains("notes.txt"));
    assertThat(serin("backup").err()).contains("FILE");
  }
}

package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of switches that is replaced at once.
class FolderTest {
  @TempDir private Path parent;

  @Test
  void allFilesAreReplacedAndNothingIsLeftBeside() throws IOException {
    Folder folder = new Folder(parent.resolve("shop"));
    assertThat(folder.read()).isEmpty();
    folder.replace(Map.of("a", "", "split.x", "text"));
    // A Serin that was killed leaves such a folder.
    Files.createDirectories(parent.resolve("shop@left"));
    Files.createFile(parent.resolve("shop@left").resolve("b"));
    Files.createDirectories(parent.resolve("shop-two@other"));

    folder.replace(Map.of("c", "", "split.x", "other"));

    assertThat(folder.read()).contains(Map.of("c", "", "split.x", "other"));
    try (Stream<Path> all = Files.list(parent)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .hasSize(3)
          .contains("shop", "shop-two@other");
    }
    folder.delete();
    assertThat(parent).isDirectoryNotContaining("glob:shop{,@*}");
  }

  @Test
  void whatSomebodyElseDoesIsSeen() throws IOException {
    Folder folder = new Folder(parent.resolve("shop"));
    folder.replace(Map.of("a", "", "split.x", "text"));
    for (int i = 0; i < 50; i++) {
      Files.createFile(folder.place().resolve("b"));
      assertThat(folder.read().orElseThrow()).containsKey("b");
      Files.delete(folder.place().resolve("b"));
      assertThat(folder.read().orElseThrow()).doesNotContainKey("b");
    }
    Files.writeString(folder.place().resolve("split.x"), "new");
    assertThat(folder.read().orElseThrow()).containsEntry("split.x", "new");
  }
}

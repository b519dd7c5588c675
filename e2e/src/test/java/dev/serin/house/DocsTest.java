package dev.serin.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A link in a page leads somewhere.
class DocsTest {
  @Test
  void everyRelativeLinkLeadsSomewhere() {
    List<Path> pages =
        Repository.files(Repository.ROOT).stream()
            .filter(file -> file.toString().endsWith(".md"))
            .toList();
    List<String> broken =
        pages.stream()
            .flatMap(
                page ->
                    Page.read(page).brokenLinks().stream()
                        .map(
                            link ->
                                Repository.shown(page) + ":" + link.line() + ": " + link.address()))
            .toList();
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  @Test
  void brokenLinksAreFound(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("other.md"), "# One, two & three\n\n## 안녕 하세요\n\n# Twice\n\n# Twice\n");
    Path page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        # Here

        [file](other.md) [title](other.md#one-two--three) [korean](other.md#안녕-하세요)
        [second](other.md#twice-1) [here](#here) [web](https://example.com/x) [folder](.)
        [mail](mailto:a@example.com) `[code](none.md)`

        ```
        [fenced](none.md)
        ```

        | [table](gone.md) | ![image](gone.png) |
        |---|---|
        | [anchor](other.md#four) | [own](#there) |

        <img src="gone.svg"> <a href="other.md">fine</a>

        [reference]

        [reference]: gone-too.md
        """);
    assertThat(Page.read(page).brokenLinks())
        .contains(new Page.Target("other.md#four", 13))
        .extracting(Page.Target::address)
        .containsExactlyInAnyOrder(
            "gone.md", "gone.png", "other.md#four", "#there", "gone.svg", "gone-too.md");
  }
}

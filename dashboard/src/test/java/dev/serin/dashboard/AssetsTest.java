package dev.serin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page names files that are there, and nothing runs that its policy forbids.
class AssetsTest {
  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"]+)\"");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import[^;]*?from ?['\"]([^'\"]+)['\"]");

  private final Assets assets = Assets.load();
  private final String page = text(assets.page());

  private static String text(Asset asset) {
    return new String(asset.content(), StandardCharsets.UTF_8);
  }

  private List<String> addresses() {
    return ADDRESS.matcher(page).results().map(found -> found.group(1)).toList();
  }

  @Test
  void allThatThePageNamesIsThere() {
    assertThat(addresses())
        .hasSizeGreaterThan(20)
        .allSatisfy(address -> assertThat(assets.find(address)).as(address).isPresent());
  }

  @Test
  void eachModuleImportsWhatIsThere() {
    List<String> modules = addresses().stream().filter(it -> it.endsWith(".js")).toList();
    for (String module : modules) {
      String folder = module.substring(0, module.lastIndexOf('/') + 1);
      assertThat(IMPORT.matcher(text(assets.find(module).orElseThrow())).results())
          .extracting(found -> folder + found.group(1).substring("./".length()))
          .allSatisfy(address -> assertThat(assets.find(address)).as(address).isPresent());
    }
  }

  @Test
  void nothingIsWrittenIntoThePageItself() {
    assertThat(page).doesNotContain("<style").doesNotContain("style=").doesNotContain("onclick");
    assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page).find()).isFalse();
    assertThat(page).doesNotContain("{{");
  }

  @Test
  void filesMayBeKeptForEverAndThePageMayNot() {
    assertThat(addresses())
        .allSatisfy(
            address ->
                assertThat(assets.find(address).orElseThrow().cacheControl())
                    .contains("immutable"));
    assertThat(assets.page().cacheControl()).isEqualTo("no-cache");
    assertThat(assets.page().tag()).matches("\"[0-9a-f]{12}\"");
  }

  @Test
  void nothingOutsideIsHandedOut() {
    assertThat(assets.find("/assets/main.js")).isEmpty();
    assertThat(assets.find(addresses().getFirst().replaceAll("[^/]+$", "../Assets.class")))
        .isEmpty();
  }
}

package dev.serin.routers.haproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Configurations as people write them.
class DocumentTest {
  private static final String TEXT =
      """
      # a comment with frontend in it
      global
        maxconn 10

      defaults tcp-ones
        mode tcp
      defaults http-ones from tcp-ones
        mode http
        option httplog
      frontend web from http-ones # users
      \tbind :80
        use_backend api if { path_beg "/a b#c" } # why

        default_backend web
      listen db from tcp-ones
        bind :3306
      listen stats
        bind :8404
        stats enable
      backend web
        server one 10.0.0.1:80
      """;

  private static Document document(String text) {
    return Document.of(text.getBytes(ISO_8859_1));
  }

  private static Place place(String text, String name) {
    return ((Place.Found.Here) Place.find(document(text), name)).place();
  }

  @Test
  void sectionsAreFoundWithTheirNamesAndWords() {
    List<Section> sections = document(TEXT).sections();
    assertThat(sections.stream().map(Section::kind))
        .containsExactly(
            "global", "defaults", "defaults", "frontend", "listen", "listen", "backend");
    Section web = sections.get(3);
    assertThat(web.name()).isEqualTo("web");
    assertThat(web.from()).isEqualTo("http-ones");
    assertThat(web.lines().get(2)).contains("/a b#c").doesNotContain("why");
  }

  @Test
  void theOnlyFrontendInHttpModeIsFoundWithoutItsName() {
    Place place = ((Place.Found.Here) Place.find(document(TEXT), null)).place();
    assertThat(place.section().name()).isEqualTo("web");
    assertThat(place.formatted()).isTrue();
    assertThat(document(TEXT).lines().get(place.line())).contains("use_backend api");
    assertThat(((Place.Found.Not) Place.find(document(TEXT), "db")).why()).contains("tcp mode");
  }

  @Test
  void linesGoBehindTheLastRuleWhenNoBackendIsChosen() {
    String text =
        "defaults\n  mode http\nlisten web\n  bind :80\n  server a :1\n\n# next\nbackend b\n";
    assertThat(place(text, "web").line()).isEqualTo(5);
  }

  @Test
  void whatIsPutInComesOutByteForByte() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      for (int at = 0; at < bytes.length; at += 1 + random.nextInt(20)) {
        bytes[at] = '\n';
      }
      Document before = Document.of(bytes);
      int at = random.nextInt(before.lines().size() + 1);
      Document after = before.with(at, "default/shop", List.of("a", "b"), "  ");
      boolean whole = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
      if (whole) {
        assertThat(after.inside("default/shop")).as("seed %d", seed).containsExactly("a", "b");
        assertThat(after.without("default/shop").bytes()).as("seed %d", seed).isEqualTo(bytes);
      }
      assertThat(before.bytes()).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void marksThatDoNotFitAreDamage() {
    assertThat(document("# serin begin a/b\n# serin end a/b\n").damage()).isEmpty();
    for (String text :
        List.of(
            "# serin begin a/b\n",
            "# serin end a/b\n",
            "# serin begin a/b\n# serin end a/c\n",
            "# serin begin a/b\n# serin begin a/c\n# serin end a/c\n# serin end a/b\n")) {
      assertThat(document(text).damage().orElseThrow()).contains("marks are damaged");
    }
  }
}

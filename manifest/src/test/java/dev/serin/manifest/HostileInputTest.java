package dev.serin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.manifest.tree.Place;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a file holds, the answer is a problem with its place.
class HostileInputTest {
  private static Stream<Arguments> inputs() {
    return Stream.of(
        input("nothing", "", "empty-file", "1:1"),
        input("only a comment", "# nothing\n---\n---\n", "empty-file", "1:1"),
        input("10 MB", "a: b\n".repeat(2_000_000), "file-too-large", "1:1"),
        input("a tab as indentation", "a:\n\tb: 1\n", "yaml-syntax", "2:1"),
        input("a bracket left open", "a: [1, 2\nb: 3\n", "yaml-syntax", "2:2"),
        input("deep nesting", "[".repeat(100_000), "nested-too-deep", "1:102"),
        input("deep mappings", deep(), "nested-too-deep", "102:102"),
        input("a bomb of aliases", bomb(), "too-many-values", ""),
        input("a value inside of itself", "a: &a [*a]\n", "yaml-syntax", "1:8"),
        input("an alias of nothing", "a: *b\n", "yaml-syntax", "1:4"),
        input("a tag", "a: !!java.lang.Thread {}\n", "yaml-syntax", "1:4"),
        input("a key that is a list", "? [a]\n: b\n", "yaml-syntax", "1:3"),
        input("a control character", "a: b\nc: \u0000\n", "not-text", "2:4"),
        input("a list", "- a\n", "wrong-type", "1:1"),
        input("a text", "hello\n", "wrong-type", "1:1"),
        input("no character", "a: 1\nb: \"\\UFFFFFFFF\"\n", "yaml-syntax", "2:"),
        input("a merge of a text", "<<: a\nkind: b\napiVersion: c\n", "yaml-syntax", "1:5"));
  }

  private static Arguments input(String name, String text, String id, String place) {
    return Arguments.of(name, text.getBytes(StandardCharsets.UTF_8), id, place);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void isAProblemWithItsPlace(String name, byte[] bytes, String id, String place) {
    List<Problem> problems = new ManifestReader().read(List.of(Source.of("f", bytes))).problems();
    assertThat(problems).as(name).hasSize(1).allMatch(Problem::error);
    Problem problem = problems.getFirst();
    assertThat(problem.id()).isEqualTo(id);
    assertThat(problem.place().toString()).startsWith("f:" + place);
    assertThat(problem.message()).isNotBlank();
    assertThat(problem.fix()).isNotBlank();
  }

  @Test
  void bytesThatAreNotUtf8() {
    byte[] bytes = {'a', ':', ' ', '1', '\n', 'b', ':', ' ', (byte) 0xff, (byte) 0xfe};
    assertThat(new ManifestReader().read(List.of(Source.of("f", bytes))).problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.id()).isEqualTo("not-text");
              assertThat(p.place()).hasToString("f:2:4");
              assertThat(p.message()).contains("0xff").contains("offset 8");
            });
  }

  @Test
  void aHundredThousandUnknownFieldsAreAFewProblems() {
    String keys =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "key" + i + ": 1")
            .collect(Collectors.joining("\n"));
    List<Problem> problems = Reading.of(Reading.rollout("canary: {}") + keys).problems();
    assertThat(problems).hasSizeLessThan(30);
    assertThat(problems)
        .anyMatch(p -> p.message().equals("there are 99980 more unknown fields in this document"));
  }

  @Test
  void manyErrorsAreCountedAndNotAllListed() {
    String steps = "- setWeight: 101\n".repeat(1000);
    List<Problem> problems =
        Reading.of(Reading.rollout("canary:\n  steps:\n" + steps.indent(4))).problems();
    assertThat(problems).filteredOn(Problem::error).hasSize(Problems.MAX_PER_FILE + 1);
    assertThat(problems).anyMatch(p -> p.id().equals("more-problems") && p.error());
  }

  @Test
  void adviceOnManyDocumentsIsNoError() {
    Problems problems = new Problems();
    Place place = Place.start("many.yaml");
    for (int i = 0; i < 1000; i++) {
      problems.add(new Problem(Problem.Severity.INFO, "advice", "", place, "could be better", ""));
    }
    problems.add(new Problem(Problem.Severity.ERROR, "wrong", "", place, "can not be", "mend it"));
    assertThat(problems.list())
        .hasSize(Problems.MAX_PER_FILE + 2)
        .filteredOn(Problem::error)
        .extracting(Problem::id)
        .containsExactly("wrong");
  }

  @Test
  void aKeyThatStandsTwiceIsAnErrorAtTheSecond() {
    assertThat(Reading.errors(Reading.rollout("canary: {}\ncanary: {}")))
        .containsExactly("9:5 duplicate-key canary");
  }

  private static String deep() {
    return IntStream.range(0, 5000)
        .limit(400)
        .mapToObj(i -> " ".repeat(i) + "a:\n")
        .collect(Collectors.joining());
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i <= 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    return bomb.toString();
  }
}

package dev.serin.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Small things are read, large ones are skimmed: budgets for main sources.
class SizeTest {
  private static final Code CODE = Code.of(Repository.mainSources());

  @Test
  void noMethodIsLongerThanSixtyLines() {
    assertThat(methodsAbove(60)).as("methods of more than 60 lines").isEmpty();
  }

  @Test
  void nineteenOfTwentyMethodsHaveAtMostTwentyLines() {
    List<Integer> lines =
        CODE.methods().stream().map(Code.Method::lines).filter(it -> it > 0).sorted().toList();
    assertThat(quantile(lines, 0.95))
        .as("95th percentile of the lines of a method; the longest: %s", methodsAbove(20))
        .isLessThanOrEqualTo(20);
  }

  @Test
  void noFileIsLongerThanFourHundredLines() {
    assertThat(CODE.sources())
        .as("files of more than 400 lines")
        .filteredOn(source -> source.lines() > 400)
        .isEmpty();
  }

  @Test
  void halfOfAllFilesHaveAtMostEightyLines() {
    List<Integer> lines =
        CODE.sources().stream()
            .filter(source -> !source.place().contains("package-info.java"))
            .map(Code.Source::lines)
            .sorted()
            .toList();
    assertThat(quantile(lines, 0.5)).as("median of the lines of a file").isLessThanOrEqualTo(80);
  }

  @Test
  void noPackageOpensMoreThanTwentyTypes() {
    var byPackage =
        CODE.types().stream()
            .filter(type -> type.topLevel() && type.open())
            .collect(
                Collectors.groupingBy(
                    Code.Type::packageName,
                    Collectors.mapping(Code.Type::name, Collectors.toList())));
    assertThat(byPackage.entrySet())
        .as("packages with more than 20 public types")
        .filteredOn(entry -> entry.getValue().size() > 20)
        .isEmpty();
  }

  @Test
  void noMethodTakesMoreThanFourParameters() {
    assertThat(CODE.methods())
        .as("methods with more than 4 parameters")
        .filteredOn(method -> method.parameters() > 4)
        .isEmpty();
  }

  @Test
  void sizesAreMeasuredAsPeopleCountThem() {
    Code code =
        Code.of(
            """
            package house;

            public record Room(int width, int length, int height, int doors, int windows) {
              public Room(int width, int length, int height, int doors, int windows) {}

              @Override
              boolean equals(Object a, int b, int c, int d, int e) {
                return false;
              }

              static void paint(int a, int b) {
                Runnable work =
                    () -> {
                      rest();
                    };
              }

              interface Wall {
                void stand();
              }
            }
            """);
    assertThat(code.sources()).containsExactly(new Code.Source("house", 21, "Text.java:1"));
    assertThat(code.types())
        .containsExactly(
            new Code.Type("Room", "house", true, true, "Text.java:3"),
            new Code.Type("Wall", "house", false, false, "Text.java:18"));
    assertThat(code.methods())
        .containsExactly(
            new Code.Method("<init>", 1, 0, "Text.java:4"),
            new Code.Method("equals", 3, 0, "Text.java:6"),
            new Code.Method("paint", 6, 2, "Text.java:11"),
            new Code.Method("stand", 0, 0, "Text.java:19"));
  }

  private static List<Code.Method> methodsAbove(int lines) {
    return CODE.methods().stream()
        .filter(method -> method.lines() > lines)
        .sorted(Comparator.comparingInt(Code.Method::lines).reversed())
        .limit(40)
        .toList();
  }

  private static int quantile(List<Integer> sorted, double quantile) {
    return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
  }
}

package dev.serin.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Words that do not belong here. Each is written in two halves, so that this file is clean too.
class WordsTest {
  private static final List<Path> FILES = Repository.files(Repository.ROOT);
  private static final Predicate<Path> JAVA = file -> file.toString().endsWith(".java");

  @Test
  void nothingIsLeftForLater() {
    // In quotes, three of this letter are the JDK's pattern of a time zone.
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|(?<!\")XX" + "X(?!\"))\\b");
    assertThat(places(WordsTest::isSource, later)).as("unfinished work").isEmpty();
  }

  @Test
  void nobodySleeps() {
    Pattern sleep = Pattern.compile("Thread\\.sl" + "eep|TimeUnit\\.\\w+\\.sl" + "eep");
    assertThat(places(JAVA, sleep)).as("waits that hope instead of looking").isEmpty();
  }

  @Test
  void noTestIsSkipped() {
    // Vectors may be read from a folder of the caller's, which need not have all of them.
    Predicate<Path> others = file -> !file.endsWith("dev/serin/conformance/Vectors.java");
    Pattern skipped =
        Pattern.compile("@Dis" + "abled|@Ign" + "ore\\b|\\bassu" + "me(That|True|False)\\w*\\(");
    assertThat(places(JAVA.and(others), skipped)).as("skipped tests").isEmpty();
  }

  @Test
  void onlyCommandLinesWriteToTheConsole() {
    Predicate<Path> main =
        file ->
            Repository.shown(file).contains("/src/main/java/")
                && !Repository.shown(file).startsWith("cli/")
                && !Repository.shown(file).startsWith("bench/");
    Pattern console = Pattern.compile("System\\.(o" + "ut|er" + "r)\\b|printSta" + "ckTrace");
    assertThat(places(JAVA.and(main), console)).as("writes to the console").isEmpty();
  }

  @Test
  void noPathOfAMachineIsWrittenDown() {
    String start = "(?<![\\w.}~*-])";
    Pattern paths =
        Pattern.compile(
            start + "(/wo" + "rk/|/ho" + "me/(?!linuxbrew)\\w|/ro" + "ot(/|\\b(?![\\w-])))");
    assertThat(places(file -> true, paths)).as("paths of somebody's machine").isEmpty();
  }

  /// Expected results come from elsewhere with their own words, and prose may name these words.
  private static boolean isSource(Path file) {
    String name = Repository.shown(file);
    return !name.endsWith(".md") && !name.contains("/vectors/");
  }

  private static List<String> places(Predicate<Path> where, Pattern what) {
    return FILES.stream().filter(where).flatMap(file -> places(file, what)).toList();
  }

  private static Stream<String> places(Path file, Pattern what) {
    List<String> lines = Repository.lines(file);
    return IntStream.range(0, lines.size())
        .filter(line -> what.matcher(lines.get(line)).find())
        .mapToObj(
            line ->
                "%s:%d: %s".formatted(Repository.shown(file), line + 1, lines.get(line).strip()));
  }
}

package dev.serin.manifest.tree;

import dev.serin.manifest.tree.Problem.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gathers the problems of a set of files: at most [#MAX_PER_FILE] errors and as many other ones of
/// each, and how many more there are.
public final class Problems {
  /// So many problems of one file are kept.
  public static final int MAX_PER_FILE = 100;

  private final List<Problem> kept = new ArrayList<>();
  private final Map<Key, Integer> counts = new HashMap<>();
  private int errors;

  /// What is counted together: advice must not push an error out, nor count as one.
  private record Key(String file, boolean error) {}

  /// Takes in one more.
  public void add(Problem problem) {
    if (problem.error()) {
      errors++;
    }
    if (counts.merge(new Key(problem.place().file(), problem.error()), 1, Integer::sum)
        <= MAX_PER_FILE) {
      kept.add(problem);
    }
  }

  /// Takes in an error at a value.
  public void error(String id, Value at, String message, String fix) {
    add(new Problem(Severity.ERROR, id, at.path(), at.place(), message, fix));
  }

  /// Takes in a warning at a value.
  public void warning(String id, Value at, String message, String fix) {
    add(new Problem(Severity.WARNING, id, at.path(), at.place(), message, fix));
  }

  /// Takes in an information at a value.
  public void info(String id, Value at, String message, String fix) {
    add(new Problem(Severity.INFO, id, at.path(), at.place(), message, fix));
  }

  /// How many errors there were, kept or not.
  public int errors() {
    return errors;
  }

  /// What was gathered, in the order in which it was found.
  public List<Problem> list() {
    List<Problem> all = new ArrayList<>(kept);
    counts.forEach(
        (key, count) -> {
          if (count > MAX_PER_FILE) {
            all.add(more(key, count - MAX_PER_FILE));
          }
        });
    return List.copyOf(all);
  }

  private static Problem more(Key key, int number) {
    return new Problem(
        key.error() ? Severity.ERROR : Severity.INFO,
        "more-problems",
        "",
        Place.start(key.file()),
        "there are " + number + (key.error() ? " more problems" : " more hints") + " in this file",
        (key.error() ? "mend" : "see to")
            + " the first "
            + MAX_PER_FILE
            + " and read the file again");
  }
}

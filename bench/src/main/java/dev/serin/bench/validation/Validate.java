package dev.serin.bench.validation;

import dev.serin.bench.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The validation of the judge: simulates, compares with what is promised, prints Markdown.
public final class Validate {
  private static final List<Section> SECTIONS =
      List.of(
          new FalseAlarms(),
          new Detection(),
          new Robustness(),
          new Promotion(),
          new LatencySection(),
          new Gauges(),
          new Numerics(),
          new Planner(),
          new Peers(),
          new Evidence());

  private Validate() {}

  /// Runs the sections named in `arguments`, or all.
  ///
  /// @param arguments `--quick`, `--seed N`, `--pictures FOLDER` and names of sections
  public static void main(String... arguments) {
    boolean quick = false;
    long seed = 20261123;
    Optional<Path> pictures = Optional.empty();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> quick = true;
        case "--seed" -> seed = Long.parseLong(arguments[++i]);
        case "--pictures" -> pictures = Optional.of(Path.of(arguments[++i]));
        default -> names.add(arguments[i]);
      }
    }
    System.exit(run(new Plan(seed, quick, pictures), names) ? 0 : 1);
  }

  private static boolean run(Plan plan, List<String> names) {
    List<String> known = SECTIONS.stream().map(Section::name).toList();
    if (!known.containsAll(names)) {
      System.err.println("validate: sections are " + String.join(", ", known));
      return false;
    }
    System.out.printf("Seed %d%s.%n", plan.seed(), plan.quick() ? ", quick" : "");
    var report = new Report(System.out);
    for (Section section : SECTIONS) {
      if (names.isEmpty() || names.contains(section.name())) {
        long begin = System.nanoTime();
        section.run(plan, report);
        System.err.printf("%s: %.0f s%n", section.name(), (System.nanoTime() - begin) / 1e9);
      }
    }
    return report.close();
  }
}

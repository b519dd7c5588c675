package dev.serin.bench.validation;

import java.util.ArrayList;
import java.util.List;

/// The validation of the judge: simulates, compares with what is promised, prints Markdown.
public final class Validate {
  private static final List<Section> SECTIONS = List.of(new FalseAlarms(), new Detection());

  private Validate() {}

  /// Runs the sections named in `arguments`, or all.
  ///
  /// @param arguments `--quick`, `--seed N` and names of sections
  public static void main(String... arguments) {
    boolean quick = false;
    long seed = 20261123;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> quick = true;
        case "--seed" -> seed = Long.parseLong(arguments[++i]);
        default -> names.add(arguments[i]);
      }
    }
    System.exit(run(new Plan(seed, quick), names) ? 0 : 1);
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

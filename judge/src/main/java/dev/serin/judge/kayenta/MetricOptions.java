package dev.serin.judge.kayenta;

import java.util.Optional;

/// How one metric is judged: `analysisConfigurations.canary`, read with Kayenta's rules for types.
///
/// A missing option has its default, and so has one with an unknown text. A number is an integer of
/// 32 bits or a double, and null is 0; a flag is true, false or null.
final class MetricOptions {
  private final Tree canary;
  private final boolean replacesNaN;
  private final boolean critical;
  private final boolean mustHaveData;
  private final boolean muted;
  private final Effect effect;

  /// Which changes of a metric count.
  ///
  /// @param increase whether a higher canary does
  /// @param decrease whether a lower canary does
  record Direction(boolean increase, boolean decrease) {}

  /// How large a change must be, as an effect size.
  record Effect(
      Direction direction,
      EffectSize measure,
      double allowedIncrease,
      double allowedDecrease,
      double criticalIncrease,
      double criticalDecrease) {}

  /// @throws UnjudgeableException for an option of the wrong type
  MetricOptions(Tree canary) {
    this.canary = canary;
    this.replacesNaN = text("nanStrategy", "none").equals("replace");
    this.critical = flag("critical");
    this.mustHaveData = flag("mustHaveData");
    this.muted = flag("muted");
    this.effect = effect(canary.at("effectSize"));
  }

  boolean replacesNaN() {
    return replacesNaN;
  }

  boolean critical() {
    return critical;
  }

  boolean mustHaveData() {
    return mustHaveData;
  }

  boolean muted() {
    return muted;
  }

  Effect effect() {
    return effect;
  }

  /// The filter for outliers; empty when they stay.
  ///
  /// @throws UnjudgeableException for a factor that is not above 0
  Optional<Outliers> outliers() {
    Tree outliers = canary.at("outliers");
    if (!text(outliers, "strategy", "keep").equals("remove")) {
      return Optional.empty();
    }
    double factor = number(outliers, "outlierFactor", 3);
    if (!(factor > 0)) {
      throw outliers.at("outlierFactor").wrong("must be above 0");
    }
    return Optional.of(new Outliers(factor));
  }

  private Effect effect(Tree size) {
    EffectSize measure =
        text(size, "measure", "meanRatio").equals("cles") ? EffectSize.CLES : EffectSize.MEAN_RATIO;
    double neutral = measure.neutral();
    String direction = text("direction", "either");
    return new Effect(
        new Direction(!direction.equals("decrease"), !direction.equals("increase")),
        measure,
        number(size, "allowedIncrease", neutral),
        number(size, "allowedDecrease", neutral),
        number(size, "criticalIncrease", neutral),
        number(size, "criticalDecrease", neutral));
  }

  private String text(String name, String otherwise) {
    return text(canary, name, otherwise);
  }

  private static String text(Tree tree, String name, String otherwise) {
    return tree.has(name) ? String.valueOf(tree.at(name).known()) : otherwise;
  }

  private boolean flag(String name) {
    return switch (canary.at(name).node()) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw canary.at(name).wrong("must be true or false");
    };
  }

  private static double number(Tree tree, String name, double otherwise) {
    return switch (tree.at(name).node()) {
      case null -> tree.has(name) ? 0 : otherwise;
      case Integer number -> number;
      case Double number -> number;
      default -> throw tree.at(name).wrong("must be a number, whole ones with at most 32 bits");
    };
  }
}

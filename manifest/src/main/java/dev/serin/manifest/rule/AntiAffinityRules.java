package dev.serin.manifest.rule;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;

/// The rules for `antiAffinity`.
final class AntiAffinityRules {
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private AntiAffinityRules() {}

  static void check(Value antiAffinity, Problems problems) {
    if (!antiAffinity.present()) {
      return;
    }
    Value preferred = antiAffinity.at(PREFERRED);
    boolean required = antiAffinity.at(REQUIRED).present();
    if (preferred.present() == required) {
      Claim.spec(problems, antiAffinity)
          .invalid(
              ("\"antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution: %b"
                      + " antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution: %b\"")
                  .formatted(preferred.present(), required),
              "AntiAffinity must have exactly one strategy listed",
              "keep `" + PREFERRED + "` or `" + REQUIRED + "`");
    }
    int weight = preferred.at("weight").whole(0);
    if (preferred.present() && (weight < 1 || weight > 100)) {
      Claim claim = Claim.spec(problems, preferred.at("weight"));
      claim
          .as(claim.field().replace("." + PREFERRED, ""))
          .invalid(
              Integer.toString(weight),
              "AntiAffinity weight must be between 1-100",
              "write a number from 1 to 100");
    }
  }
}

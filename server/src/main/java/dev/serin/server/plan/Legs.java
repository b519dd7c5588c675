package dev.serin.server.plan;

import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.server.Refusal;
import java.util.ArrayList;
import java.util.List;

/// Cuts the steps of a rollout into legs.
public final class Legs {
  private final int whole;
  private final List<Leg> legs = new ArrayList<>();
  private int step;
  private double weight;
  private double seconds;
  private boolean open;

  private Legs(int whole) {
    this.whole = whole;
  }

  /// Whether a rollout has steps that could be planned: a blue-green one has none.
  public static boolean has(RolloutDocument rollout) {
    return rollout.spec().strategy() instanceof Strategy.Canary;
  }

  /// What is told of a rollout without such steps.
  public static String none(RolloutDocument rollout) {
    return rollout.id().name() + " is blue-green: it has no steps that could be planned";
  }

  /// The legs from the first weight on; empty when the plan sets none.
  ///
  /// @throws Refusal when the rollout is no canary
  public static List<Leg> of(RolloutDocument rollout) {
    if (!(rollout.spec().strategy() instanceof Strategy.Canary canary)) {
      throw new Refusal(none(rollout));
    }
    var legs = new Legs(canary.traffic().maxWeight());
    int number = 0;
    for (Step step : canary.steps()) {
      legs.take(++number, step);
    }
    legs.end(1);
    return List.copyOf(legs.legs);
  }

  private void take(int number, Step next) {
    switch (next) {
      case Step.SetWeight(int part) -> {
        double wanted = part / (double) whole;
        end(wanted);
        step = number;
        weight = wanted;
        seconds = 0;
        open = false;
      }
      case Step.Pause(var duration, _) -> {
        if (duration == null) {
          open = true;
        } else {
          seconds += duration.toMillis() / 1000.0;
        }
      }
      case Step.Analysis _, Step.Experiment _, Step.Plugin _ -> open = true;
      case Step.SetCanaryScale _, Step.SetHeaderRoute _, Step.SetMirrorRoute _ -> {}
    }
  }

  private void end(double next) {
    if (step > 0) {
      legs.add(new Leg(step, weight, seconds, open, next));
    }
  }
}

package dev.serin.server.api;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.traffic.Weight;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Summary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a rollout is where it is, in sentences.
final class Explanation {
  private final List<String> sentences = new ArrayList<>();
  private final Summary summary;

  private Explanation(Summary summary) {
    this.summary = summary;
  }

  static List<String> of(Overview seen) {
    Explanation explanation = new Explanation(seen.summary());
    explanation.place(seen.status());
    explanation.traffic();
    explanation.waiting();
    explanation.trouble();
    if (seen.status() != null && seen.status().updating()) {
      seen.runs().stream()
          .filter(run -> run.name().startsWith(seen.status().runPrefix(seen.id())))
          .forEach(explanation::analysis);
    }
    return List.copyOf(explanation.sentences);
  }

  private void place(@Nullable Status status) {
    if (status == null) {
      say("No node has run it yet.");
      return;
    }
    String stable = String.valueOf(summary.stable());
    switch (status.stage()) {
      case Stage.Deploying _ -> say("The first revision, " + status.current() + ", is coming up.");
      case Stage.Stable _ -> say("Revision " + stable + " is stable and serves everyone.");
      case Stage.Aborted(String why, var at) ->
          say(
              "The update to "
                  + status.current()
                  + " was taken back at "
                  + at
                  + (why.isEmpty() ? "" : ", because " + why)
                  + "; "
                  + stable
                  + " serves everyone.");
      case Stage.Promoting(var cause) ->
          say("Revision " + status.current() + " is being promoted: " + cause.words() + ".");
      case Stage.Stepping _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _ ->
          say("It is on its way from " + stable + " to " + status.current() + step() + ".");
    }
    status.holds().stream().sorted().forEach(hold -> say("It stands still: " + text(hold)));
  }

  private static String text(dev.serin.core.rollout.Hold hold) {
    return RolloutView.text(hold) + ".";
  }

  private String step() {
    Summary.Step step = summary.step();
    return step == null
        ? ""
        : ", at step " + (step.index() + 1) + " of " + step.count() + " (" + step.text() + ")";
  }

  private void traffic() {
    Integer effective = summary.effective();
    Weight wanted = new Weight(summary.weight());
    if (effective != null && effective != summary.weight()) {
      say(
          "The canary gets "
              + new Weight(effective)
              + " of the traffic; "
              + wanted
              + " are asked for.");
    } else if (summary.weight() > 0) {
      say("The canary gets " + wanted + " of the traffic.");
    }
  }

  private void waiting() {
    Summary.Waiting waiting = summary.waiting();
    if (waiting != null) {
      say(
          "It waits for "
              + waiting.what()
              + (waiting.until() == null ? "" : ", until " + waiting.until())
              + ".");
    }
  }

  private void trouble() {
    Summary.Router router = summary.router();
    if (router != null && !router.trouble().isEmpty()) {
      say("The router " + router.kind() + " reports: " + router.trouble() + ".");
    }
    summary.backends().stream()
        .filter(pool -> !pool.healthy())
        .forEach(
            pool -> say("Backend " + pool.name() + " can not take traffic: " + pool.why() + "."));
  }

  private void analysis(AnalysisRun run) {
    for (MetricResult result : run.status().metrics()) {
      String sentence = result.last().map(Explanation::said).orElse("");
      boolean bad =
          result.phase() != AnalysisPhase.SUCCESSFUL && result.phase() != AnalysisPhase.RUNNING;
      if (!sentence.isEmpty()) {
        say(result.name() + ": " + sentence);
      } else if (bad) {
        say(result.name() + " is " + result.phase().word() + ": " + result.message());
      }
    }
  }

  private static String said(Measurement last) {
    return last.metadata().getOrDefault("sentence", "");
  }

  private void say(String sentence) {
    sentences.add(
        sentence.endsWith("..") ? sentence.substring(0, sentence.length() - 1) : sentence);
  }
}

package dev.serin.cli.view;

import dev.serin.cli.console.Json;
import dev.serin.core.engine.Look;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a run ended, and why.
///
/// @param sentence the reason with its numbers
public record Ending(Result result, String sentence) {
  /// The three ways that a run ends.
  public enum Result {
    /// The new revision gets everything.
    PROMOTED("promoted", 0),
    /// The old revision gets everything again.
    ROLLED_BACK("rolledBack", 1),
    /// The run was left before the rollout ended.
    UNDECIDED("undecided", 3);

    private final String word;
    private final int exitCode;

    Result(String word, int exitCode) {
      this.word = word;
      this.exitCode = exitCode;
    }

    /// Its word in JSON.
    public String word() {
      return word;
    }

    /// What `serin run` exits with.
    public int exitCode() {
      return exitCode;
    }
  }

  /// The line of a [JsonView] for a run that ended before it began.
  ///
  /// @param rollout whose run it was
  public String json(RolloutId rollout) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", Instant.now().toString());
    line.put("type", "end");
    line.put("rollout", rollout.toString());
    line.put("result", result.word());
    line.put("message", sentence);
    line.put("exitCode", result.exitCode());
    return Json.line(line);
  }

  /// The ending that `last` shows.
  public static Ending of(Frame last) {
    Look.End end = last.look().end();
    String name = last.look().decision().next().id().name();
    String time = Figures.time(last.age());
    Revision to = last.place().to();
    if (end == Look.End.PROMOTED) {
      String what = name + ": " + to + " is promoted after " + time;
      return new Ending(Result.PROMOTED, what + completed(last.story()) + ". " + numbers(last));
    }
    if (end == Look.End.ROLLED_BACK) {
      String what = name + ": " + to + " is rolled back after " + time;
      return new Ending(Result.ROLLED_BACK, what + why(last) + ". " + numbers(last));
    }
    return new Ending(
        Result.UNDECIDED,
        name + ": undecided after " + time + ": " + last.look().decision().standing());
  }

  private static String why(Frame last) {
    return last.look().decision().next().status().stage() instanceof Stage.Aborted(var why, _)
        ? ": " + (why.isEmpty() ? "a person aborted it" : Words.plain(why))
        : "";
  }

  private static String completed(Story story) {
    for (Transition transition : story.log().reversed()) {
      if (transition.reason().equals("RolloutCompleted")) {
        return ": " + transition.message().replaceFirst("^.*\\): ", "");
      }
    }
    return "";
  }

  private static String numbers(Frame last) {
    Revision from = last.place().from();
    Revision to = last.place().to();
    return to + " " + served(last.side(to)) + ", " + from + " " + served(last.side(from)) + ".";
  }

  private static String served(Side side) {
    if (side.requests() == 0) {
      return "answered no request";
    }
    return "answered "
        + side.requests()
        + (side.requests() == 1 ? " request" : " requests")
        + " with "
        + side.errors()
        + (side.errors() == 1 ? " error" : " errors")
        + " ("
        + Figures.share((double) side.errors() / side.requests())
        + ")";
  }
}

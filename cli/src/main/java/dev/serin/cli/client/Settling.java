package dev.serin.cli.client;

import dev.serin.cli.console.ExitCode;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Waits until a rollout is where it stays: Healthy with the revision that is wanted, or Degraded.
/// A
/// server that is away for a while is waited for.
public final class Settling {
  /// As long as it takes.
  public static final Duration FOR_EVER = Duration.ofDays(365);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Api api;
  private final Progress progress;

  /// @param progress is told of what changes
  public Settling(Api api, Progress progress) {
    this.api = api;
    this.progress = progress;
  }

  /// What whoever waits is told.
  ///
  /// @param change where the rollout is now
  /// @param trouble why nothing is known at the moment
  public record Progress(Consumer<String> change, Consumer<String> trouble) {}

  /// How a rollout ended up.
  public enum End {
    /// The revision that is wanted gets everything.
    HEALTHY(ExitCode.DONE),
    /// The update was taken back, or can not go on.
    DEGRADED(ExitCode.REFUSED),
    /// It is on its way.
    UNDECIDED(ExitCode.UNDECIDED);

    private final int exitCode;

    End(int exitCode) {
      this.exitCode = exitCode;
    }

    /// What a command exits with.
    public int exitCode() {
      return exitCode;
    }

    /// Where a rollout is now.
    public static End of(Seen rollout) {
      String desired = rollout.text("desired");
      String stable = rollout.text("stable");
      String current = rollout.text("current", desired);
      return switch (rollout.text("phase")) {
        case "Healthy" -> stable.equals(desired) ? HEALTHY : UNDECIDED;
        case "Degraded" -> current.equals(desired) ? DEGRADED : UNDECIDED;
        default -> UNDECIDED;
      };
    }
  }

  /// What was seen last of a rollout, and what that means.
  public record Seeing(End end, Seen rollout) {}

  /// Waits for at most `patience`.
  ///
  /// @param grace how long the server may take to see that something else is wanted: until then an
  ///     end counts only when something has changed since the first look
  /// @throws Refusal when there is no such rollout, or the server refuses
  /// @throws ServerTrouble when the server could not be reached in all that time
  public Seeing await(RolloutId id, Duration grace, Duration patience) {
    Instant begin = Instant.now();
    Optional<Seen> first = Optional.empty();
    Optional<Seen> last = Optional.empty();
    String told = "";
    while (true) {
      boolean late = !Instant.now().isBefore(begin.plus(patience));
      try {
        Seen rollout = api.rollout(id);
        last = Optional.of(rollout);
        first = first.or(() -> Optional.of(rollout));
        boolean sure = moved(first.get(), rollout) || !Instant.now().isBefore(begin.plus(grace));
        told = change(told, rollout);
        End end = sure ? End.of(rollout) : End.UNDECIDED;
        if (end != End.UNDECIDED || late) {
          return new Seeing(end, rollout);
        }
      } catch (ServerTrouble trouble) {
        told = trouble(told, trouble);
        if (late) {
          return new Seeing(End.UNDECIDED, last.orElseThrow(() -> trouble));
        }
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static boolean moved(Seen first, Seen now) {
    return !first.text("updatedAt").equals(now.text("updatedAt"))
        || first.count("version") != now.count("version");
  }

  private String change(String told, Seen rollout) {
    String line = line(rollout);
    if (!line.equals(told)) {
      progress.change().accept(line);
    }
    return line;
  }

  private String trouble(String told, ServerTrouble trouble) {
    String line = String.valueOf(trouble.getMessage());
    if (!line.equals(told)) {
      progress.trouble().accept(line);
    }
    return line;
  }

  /// Where a rollout is, in one line: `Paused - step 2/8 pause, weight 20% - CanaryPauseStep`.
  public static String line(Seen rollout) {
    String message = rollout.text("message");
    return rollout.text("phase", "not begun")
        + rollout
            .part("step")
            .map(
                step ->
                    " - step "
                        + (step.count("index") + 1)
                        + "/"
                        + step.count("count")
                        + " "
                        + step.text("text"))
            .orElse("")
        + (message.isEmpty() ? "" : " - " + message);
  }
}

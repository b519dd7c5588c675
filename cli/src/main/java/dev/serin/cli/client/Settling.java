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
/// A server that is away for a while is waited for.
public final class Settling {
  /// As long as it takes.
  public static final Duration FOR_EVER = Duration.ofDays(365);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /// A look is given this long when no time is left.
  private static final Duration SHORTEST = Duration.ofMillis(500);

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
      return switch (rollout.text("phase")) {
        case "Healthy" ->
            rollout.text("stable").equals(rollout.text("desired")) ? HEALTHY : UNDECIDED;
        case "Degraded" -> DEGRADED;
        default -> UNDECIDED;
      };
    }
  }

  /// What was seen last of a rollout, and what that means.
  public record Seeing(End end, Seen rollout) {}

  /// Where a rollout is now.
  ///
  /// @throws Refusal when there is no such rollout, or the server refuses
  /// @throws ServerTrouble when the server does not answer
  public Seeing look(RolloutId id) {
    Seen rollout = api.rollout(id);
    return new Seeing(End.of(rollout), rollout);
  }

  /// Waits for at most `patience`, also for each answer.
  ///
  /// @throws Refusal when there is no such rollout, or the server refuses
  /// @throws ServerTrouble when the server could not be reached in all that time
  public Seeing await(RolloutId id, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    Optional<Seeing> last = Optional.empty();
    String told = "";
    while (true) {
      try {
        Seen rollout = api.within(longer(left(deadline), SHORTEST)).rollout(id);
        told = change(told, rollout);
        last = Optional.of(new Seeing(End.of(rollout), rollout));
        if (last.get().end() != End.UNDECIDED || left(deadline).isZero()) {
          return last.get();
        }
      } catch (ServerTrouble trouble) {
        told = trouble(told, trouble);
        if (left(deadline).isZero()) {
          return last.orElseThrow(() -> trouble);
        }
      }
      LockSupport.parkNanos(shorter(LOOK_AGAIN, left(deadline)).toNanos());
    }
  }

  /// The time until then; zero when it is over.
  static Duration left(Instant deadline) {
    return longer(Duration.between(Instant.now(), deadline), Duration.ZERO);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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

package dev.serin.cli.run;

import dev.serin.cli.console.Json;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.server.store.RunLock;
import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Asks something of a rollout that another process runs, through the store that both share.
public final class Asking {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

  private final Command command;
  private final String verb;

  private Asking(Command command, String verb) {
    this.command = command;
    this.verb = verb;
  }

  /// Go on.
  public static Asking promote() {
    return new Asking(new Command.Promote(), "promote");
  }

  /// Skip all that is left.
  public static Asking promoteFull() {
    return new Asking(new Command.PromoteFull(), "promote --full");
  }

  /// Take the update back.
  public static Asking abort(String reason) {
    return new Asking(new Command.Abort(reason), "abort");
  }

  /// Hold it.
  public static Asking pause() {
    return new Asking(new Command.Pause(), "pause");
  }

  /// Undo a pause.
  public static Asking resume() {
    return new Asking(new Command.Resume(), "resume");
  }

  /// Begin again.
  public static Asking retry() {
    return new Asking(new Command.Retry(), "retry");
  }

  /// Go past a step.
  public static Asking skip() {
    return new Asking(new Command.Skip(), "skip");
  }

  /// What came of asking.
  ///
  /// @param rollout who was asked
  /// @param message the engine's answer, or what becomes of the command
  public record Outcome(Kind kind, RolloutId rollout, String verb, String message) {
    /// Whether it was done.
    public enum Kind {
      /// The engine did it.
      DONE,
      /// The engine did not, because it makes no sense now.
      REFUSED,
      /// Nobody answered yet; the command is stored.
      KEPT
    }

    /// For people.
    public String sentence() {
      return switch (kind) {
        case DONE -> rollout.name() + ": " + verb + ": " + message;
        case REFUSED -> rollout.name() + ": " + verb + " refused: " + message;
        case KEPT -> rollout.name() + ": " + verb + " is kept: " + message;
      };
    }

    /// One JSON object: `rollout`, `command`, `outcome` (`done`, `refused`, `kept`), `message`.
    public String json() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("rollout", rollout.toString());
      tree.put("command", verb);
      tree.put("outcome", kind.name().toLowerCase(java.util.Locale.ROOT));
      tree.put("message", message);
      return Json.line(tree);
    }
  }

  /// Asks the rollout that `name` means, and waits for its answer for at most `patience`.
  ///
  /// @throws dev.serin.server.Refusal when `name` means no rollout
  public Outcome ask(Path folder, String name, Duration patience) {
    StateFolder.refuseMissing(folder);
    try (Store store = Store.open(folder)) {
      RolloutId id = new StateFolder(folder, store).find(name);
      boolean run = RunLock.holder(folder, id).isPresent();
      if (!run && over(store, id)) {
        return new Outcome(
            Outcome.Kind.REFUSED, id, verb, "its last update is over, and nobody runs a new one");
      }
      Instant now = Instant.now();
      long request = store.request(id, command, System.getProperty("user.name", "someone"), now);
      if (!run) {
        return kept(
            id, "nobody runs this rollout now; serin run --resume " + id.name() + " does it");
      }
      return await(store, request, now.plus(patience))
          .map(answer -> told(id, answer))
          .orElseGet(
              () ->
                  kept(
                      id,
                      "the process that runs it has not answered within "
                          + patience.toMillis() / 1000.0
                          + "s"));
    }
  }

  /// Whether nothing is left that a command could be about once somebody runs the rollout again.
  private boolean over(Store store, RolloutId id) {
    return store.find(id).map(stored -> stored.status().stage()).filter(this::settled).isPresent();
  }

  private boolean settled(Stage stage) {
    return stage instanceof Stage.Stable
        || (stage instanceof Stage.Aborted && !(command instanceof Command.Retry));
  }

  private Optional<Answer> await(Store store, long request, Instant deadline) {
    Optional<Answer> answer = store.answer(request);
    while (answer.isEmpty() && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      answer = store.answer(request);
    }
    return answer;
  }

  private Outcome told(RolloutId id, Answer answer) {
    return switch (answer) {
      case Answer.Done(var message) -> new Outcome(Outcome.Kind.DONE, id, verb, message);
      case Answer.Refused(var why) -> new Outcome(Outcome.Kind.REFUSED, id, verb, why);
    };
  }

  private Outcome kept(RolloutId id, String why) {
    return new Outcome(Outcome.Kind.KEPT, id, verb, why);
  }
}

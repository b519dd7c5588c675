package dev.serin.cli.run;

import dev.serin.cli.client.Outcome;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.server.store.RunLock;
import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  /// What people call it: `promote --full`.
  public String verb() {
    return verb;
  }

  /// Asks the rollout that `name` means, and waits for its answer for at most `patience`.
  ///
  /// @throws dev.serin.server.Refusal when `name` means no rollout
  public Outcome ask(Path folder, String name, Duration patience) {
    StateFolder.refuseMissing(folder);
    try (Store store = Store.open(folder)) {
      RolloutId id = new StateFolder(folder, store).find(name);
      Said said = said(folder, store, id, patience);
      return new Outcome(said.kind(), id, verb, said.message(), Outcome.Where.state(folder));
    }
  }

  /// The answer without who was asked.
  private record Said(Outcome.Kind kind, String message) {}

  private Said said(Path folder, Store store, RolloutId id, Duration patience) {
    boolean run = RunLock.holder(folder, id).isPresent();
    if (!run && over(store, id)) {
      return new Said(Outcome.Kind.REFUSED, "its last update is over, and nobody runs a new one");
    }
    Instant now = Instant.now();
    long request = store.request(id, command, System.getProperty("user.name", "someone"), now);
    if (!run) {
      return new Said(
          Outcome.Kind.KEPT,
          "nobody runs this rollout now; serin run --resume " + id.name() + " does it");
    }
    return await(store, request, now.plus(patience))
        .map(Asking::told)
        .orElseGet(
            () ->
                new Said(
                    Outcome.Kind.KEPT,
                    "the process that runs it has not answered within "
                        + patience.toMillis() / 1000.0
                        + "s"));
  }

  /// Whether nothing is left that a command could be about once somebody runs the rollout again.
  private boolean over(Store store, RolloutId id) {
    return store.find(id).map(stored -> stored.status().stage()).filter(this::settled).isPresent();
  }

  private boolean settled(Stage stage) {
    return stage instanceof Stage.Stable
        || (stage instanceof Stage.Aborted && !(command instanceof Command.Retry));
  }

  private static Optional<Answer> await(Store store, long request, Instant deadline) {
    Optional<Answer> answer = store.answer(request);
    while (answer.isEmpty() && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      answer = store.answer(request);
    }
    return answer;
  }

  private static Said told(Answer answer) {
    return switch (answer) {
      case Answer.Done(var message) -> new Said(Outcome.Kind.DONE, message);
      case Answer.Refused(var why) -> new Said(Outcome.Kind.REFUSED, why);
    };
  }
}

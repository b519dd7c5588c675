package dev.serin.server.api;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.access.Audit;
import dev.serin.server.access.Role;
import dev.serin.server.http.Json;
import dev.serin.server.http.Parameters;
import dev.serin.server.http.Problem;
import dev.serin.server.rollouts.Ask;
import dev.serin.server.rollouts.Asked;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What people ask of rollouts.
final class CommandRoutes {
  private static final String COMMANDS = Paths.ROLLOUT + "/commands";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 1000;

  private final Rollouts rollouts;
  private final Log log;

  CommandRoutes(Rollouts rollouts, Store store) {
    this.rollouts = rollouts;
    this.log = new Log(store);
  }

  /// What a client sends.
  private record Wanted(
      @Nullable String command, @Nullable String reason, @Nullable String revision) {
    String why() {
      String why = reason == null ? "" : reason.strip();
      if (why.length() > LONGEST_REASON) {
        throw Problem.badRequest("the reason has more than " + LONGEST_REASON + " characters")
            .exception();
      }
      return why;
    }

    Ask.Wish wish() {
      String word = command == null ? "" : command;
      if (word.equals("undo")) {
        return new Ask.Wish.Undo(revision);
      }
      if (revision != null) {
        throw Problem.badRequest("only undo takes a revision").exception();
      }
      return new Ask.Wish.Order(
          switch (word) {
            case "promote" -> new Command.Promote();
            case "promoteFull" -> new Command.PromoteFull();
            case "abort" -> new Command.Abort(why());
            case "retry" -> new Command.Retry();
            case "pause" -> new Command.Pause();
            case "resume" -> new Command.Resume();
            case "skip" -> new Command.Skip();
            default ->
                throw Parameters.wrong(
                    "command",
                    word,
                    "promote, promoteFull, abort, retry, pause, resume, skip or undo");
          });
    }
  }

  void add(RoutesConfig routes) {
    routes.post(COMMANDS, this::ask, Role.OPERATOR);
    routes.get(COMMANDS, this::list, Role.VIEWER);
    routes.get(COMMANDS + "/{number}", this::get, Role.VIEWER);
  }

  private void ask(Context request) {
    RolloutId id = Paths.rollout(request);
    Wanted wanted = Json.read(request.body(), Wanted.class);
    Author by = Caller.of(request).author(wanted.why());
    Audit.deed(
        request,
        new Audit.Deed(String.valueOf(wanted.command()), id.namespace(), id.name(), by.why()));
    OptionalLong version = Parameters.expectedVersion(request);
    Ask ask = new Ask(wanted.wish(), by, Parameters.idempotencyKey(request), version);
    switch (rollouts.ask(id, ask)) {
      case Asked.Unknown _ -> throw Paths.unknown(id);
      case Asked.Outdated(long now) -> throw outdated(id, version, now);
      case Asked.Reused(long number) -> throw reused(id, number);
      case Asked.Stored(long number) -> send(request, answered(id, number));
    }
  }

  private CommandView answered(RolloutId id, long number) {
    var answer = rollouts.answer(number, PATIENCE);
    CommandView view = CommandView.of(find(id, number));
    return answer.map(view::answered).orElse(view);
  }

  private static void send(Context request, CommandView view) {
    switch (view.state()) {
      case "refused" -> refusal(view).send(request);
      case "pending" -> request.status(202).json(view);
      default -> request.json(view);
    }
  }

  private static Problem refusal(CommandView view) {
    return Problem.of(409, "command-refused", view.message())
        .with("number", view.number())
        .with("command", view.command())
        .with("state", view.state())
        .with("message", view.message())
        .with("by", view.by())
        .with("at", view.at().toString())
        .with("why", view.why());
  }

  private static RuntimeException reused(RolloutId id, long number) {
    return Problem.of(
            422,
            "key-reused",
            "this Idempotency-Key was used for something else, command "
                + number
                + " of rollout "
                + id
                + ": take a new key for what is new")
        .with("number", number)
        .exception();
  }

  private static RuntimeException outdated(RolloutId id, OptionalLong wanted, long now) {
    return Problem.of(
            412,
            "stale-version",
            "rollout "
                + id
                + " has moved on from version "
                + wanted.orElse(0)
                + " to "
                + now
                + ": look at it again, and ask again if you still want this")
        .with("version", now)
        .exception();
  }

  private void list(Context request) {
    RolloutId id = Paths.rollout(request);
    int limit = Parameters.limit(request, 1000, 100);
    long after = Parameters.number(request, "after", Parameters.Range.NATURAL, -1);
    List<Log.Asking> asked = log.asked(id, new Log.Window(after, limit, true));
    if (asked.isEmpty() && rollouts.find(id).isEmpty()) {
      throw Paths.unknown(id);
    }
    request.json(
        new Paged<>(
            asked.stream().map(CommandView::of).toList(),
            asked.size() < limit ? null : asked.getLast().number()));
  }

  private void get(Context request) {
    RolloutId id = Paths.rollout(request);
    String number = request.pathParam("number");
    if (!number.matches("[0-9]{1,18}")) {
      throw Parameters.wrong("number", number, "a command's number");
    }
    request.json(CommandView.of(find(id, Long.parseLong(number))));
  }

  private Log.Asking find(RolloutId id, long number) {
    return log.asked(id, number)
        .orElseThrow(
            () -> Problem.notFound("rollout " + id + " has no command " + number).exception());
  }
}

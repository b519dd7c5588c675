package dev.serin.core.engine;

import dev.serin.core.engine.RolloutStore.Reply;
import dev.serin.core.engine.RolloutStore.Request;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.Rollout;
import java.util.ArrayList;
import java.util.List;

/// What people asked since the last look.
///
/// @param heard those that are about the update as it is now
/// @param late those that were asked of an update before it; they are refused, since nobody who
///     asks
///     for a promotion means a revision that comes later
record Requests(List<Request> heard, List<Request> late) {
  /// The requests of a rollout before it is decided on.
  static Requests of(List<Request> all, Rollout rollout) {
    boolean turning = !rollout.desired().equals(rollout.status().current());
    return turning ? new Requests(List.of(), all) : new Requests(all, List.of());
  }

  List<Command> commands() {
    return heard.stream().map(Request::command).toList();
  }

  /// @param answers to [#commands], in their order
  List<Reply> replies(List<Answer> answers) {
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < heard.size(); i++) {
      replies.add(new Reply(heard.get(i).number(), answers.get(i)));
    }
    for (Request request : late) {
      replies.add(
          new Reply(
              request.number(),
              new Answer.Refused("it was asked of an earlier update; ask again if you mean it")));
    }
    return replies;
  }
}

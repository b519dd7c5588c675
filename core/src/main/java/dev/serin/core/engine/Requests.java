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
/// @param heard those that are about the rollout as it is now
/// @param late answers to those that are not: nobody who asks for a promotion means a revision that
///     comes later, or a step that they have not seen
record Requests(List<Request> heard, List<Reply> late) {
  /// The requests of a rollout before it is decided on. Whoever is behind another, and means one
  /// place alone, is heard at the next look: the first may have moved the rollout by then.
  static Requests of(List<Request> all, Rollout rollout) {
    boolean turning = !rollout.desired().equals(rollout.status().current());
    String place = rollout.status().place();
    List<Request> heard = new ArrayList<>();
    List<Reply> late = new ArrayList<>();
    for (Request request : all) {
      boolean anywhere = request.place() == null;
      if (turning) {
        late.add(refused(request, "it was asked of an earlier update; ask again if you mean it"));
      } else if (!anywhere && !place.equals(request.place())) {
        late.add(
            refused(
                request,
                "the rollout has moved on since it was asked: look at it again, and ask again if"
                    + " you still want this"));
      } else if (anywhere || heard.isEmpty()) {
        heard.add(request);
      }
    }
    return new Requests(heard, late);
  }

  private static Reply refused(Request request, String why) {
    return new Reply(request.number(), new Answer.Refused(why));
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
    replies.addAll(late);
    return replies;
  }
}

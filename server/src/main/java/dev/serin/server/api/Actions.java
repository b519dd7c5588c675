package dev.serin.server.api;

import dev.serin.core.rollout.Hold;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands that make sense, by where a rollout is. The engine decides; this only spares
/// people those that it would refuse.
final class Actions {
  private Actions() {}

  /// @param status null when nobody has run the rollout yet
  static List<String> of(@Nullable Status status) {
    if (status == null) {
      return List.of();
    }
    return switch (status.stage()) {
      case Stage.Deploying _ -> List.of();
      case Stage.Stable _ -> status.seen().size() > 1 ? List.of("undo") : List.of();
      case Stage.Aborted _ -> List.of("retry", "undo");
      case Stage.Promoting _ -> with(status, List.of("promoteFull", "abort"));
      case Stage.Stepping _, Stage.AwaitingPromotion _ ->
          with(status, List.of("promote", "promoteFull", "skip", "abort"));
      case Stage.Previewing _, Stage.PrePromotion _, Stage.PostPromotion _ ->
          with(status, List.of("promoteFull", "skip", "abort"));
    };
  }

  private static List<String> with(Status status, List<String> these) {
    List<String> all = new ArrayList<>(these);
    if (!status.holds().isEmpty() && !all.contains("promote")) {
      all.addFirst("promote");
    }
    if (!status.holds().contains(Hold.PERSON)) {
      all.add("pause");
    }
    if (!status.holds().isEmpty()) {
      all.add("resume");
    }
    return List.copyOf(all);
  }
}

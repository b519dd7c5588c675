package dev.serin.server.rollouts;

import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Problem;
import dev.serin.server.store.DocumentId;
import java.util.List;

/// What came of applying manifests: all of them are taken, or none.
public sealed interface Applied {
  /// They are stored, and whoever runs the rollouts goes on by them.
  ///
  /// @param changes one for each document, in the order of the files
  /// @param about the rollouts that something changes for: those of the files, and those that rest
  ///     upon what is in the files
  /// @param resting the rollouts of the files, and all that rest upon what is in the files, whether
  ///     something changes for them or not
  /// @param warnings what is unwise in them
  record Done(
      List<Change> changes, List<RolloutId> about, List<RolloutId> resting, List<Problem> warnings)
      implements Applied {
    /// Copies its lists.
    public Done {
      changes = List.copyOf(changes);
      about = List.copyOf(about);
      resting = List.copyOf(resting);
      warnings = List.copyOf(warnings);
    }
  }

  /// They hold errors; nothing is stored.
  ///
  /// @param problems with their places, warnings among them
  record Invalid(List<Problem> problems) implements Applied {
    /// Copies its list.
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /// They are valid, but can not be carried out here and now; nothing is stored.
  ///
  /// @param why at least one sentence, each with what would help
  record Refused(List<String> why) implements Applied {
    /// Copies its list.
    public Refused {
      why = List.copyOf(why);
    }
  }

  /// What became of one document.
  record Change(DocumentId document, What what) {}

  /// How a document differs from what was there.
  enum What {
    /// There was none of its name.
    CREATED,
    /// It differs.
    CONFIGURED,
    /// It says the same.
    UNCHANGED
  }
}

package dev.serin.cli.run;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.Refusal;
import dev.serin.server.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The rollouts of a state folder, as a command line names them.
///
/// @param path where they are, for messages
record StateFolder(Path path, Store store) {
  /// The rollout that `name` means: `name`, `namespace/name`, or empty for the only one that is on
  /// its way, or the only one at all.
  ///
  /// @throws Refusal when there is none or more than one
  RolloutId find(String name) {
    List<RolloutId> all = store.rollouts().stream().map(Store.Listed::id).toList();
    List<RolloutId> underWay =
        store.rollouts().stream()
            .filter(listed -> listed.status().updating())
            .map(Store.Listed::id)
            .toList();
    List<RolloutId> named =
        name.isEmpty()
            ? (underWay.size() == 1 ? underWay : all)
            : all.stream()
                .filter(id -> id.name().equals(name) || id.toString().equals(name))
                .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (all.isEmpty()) {
      throw unknown(path);
    }
    if (named.isEmpty()) {
      throw new Refusal("no rollout is called '" + name + "'; known in " + path + ": " + list(all));
    }
    throw new Refusal("name one of the rollouts in " + path + ": " + list(named));
  }

  /// Checks that a folder holds a state at all; makes nothing.
  ///
  /// @throws Refusal when it does not
  static void refuseMissing(Path folder) {
    if (!Files.exists(folder.resolve("serin.db"))) {
      throw unknown(folder);
    }
  }

  private static Refusal unknown(Path folder) {
    return new Refusal(
        "no rollout is known in " + folder + "; begin one with serin run, or name its --state");
  }

  private static String list(List<RolloutId> ids) {
    return ids.stream()
        .map(id -> id.namespace().equals("default") ? id.name() : id.toString())
        .collect(Collectors.joining(", "));
  }
}

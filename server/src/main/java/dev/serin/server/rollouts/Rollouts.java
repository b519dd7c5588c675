package dev.serin.server.rollouts;

import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.store.DocumentId;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rollouts of a server. Whoever runs a rollout, each node can be asked about it; safe for many
/// threads at once.
///
/// @implSpec Every method throws `RolloutStore.StoreException` when the store can not be reached.
public interface Rollouts {
  /// Takes manifests in, as a whole or not at all.
  ///
  /// @param dryRun true when nothing is to be stored: what would come of it
  Applied apply(List<Source> manifests, Author by, boolean dryRun);

  /// Takes a document out. A rollout that is on its way must be aborted first.
  Deleted delete(DocumentId document, Author by);

  /// All that is known of a rollout; empty when there is none.
  Optional<Overview> find(RolloutId id);

  /// A part of the list of all.
  Page list(Filter filter);

  /// Asks a rollout for something.
  Asked ask(RolloutId id, Ask ask);

  /// What came of asking.
  ///
  /// @param patience how long to wait for it
  /// @return empty when nobody has answered yet, such as when no node runs the rollout
  Optional<Answer> answer(long number, Duration patience);

  /// The documents of a kind, by namespace and name.
  ///
  /// @param namespace null for all
  List<Document> documents(String kind, @Nullable String namespace);

  /// A document as it was applied last.
  Optional<Document> document(DocumentId id);

  /// What the router counted of a rollout lately; empty when another node carries it.
  ///
  /// @param window how far back the recent numbers go, 1 s to 10 min
  Optional<Signals> signals(RolloutId id, Duration window);

  /// This node's own name.
  String node();

  /// The nodes that share the rollouts.
  List<Member> members();

  /// Tells of each rollout that has changed on this node or was deleted; never waits.
  void onChange(Consumer<RolloutId> listener);

  /// A node.
  ///
  /// @param rollouts how many it runs
  record Member(String name, int rollouts) {}
}

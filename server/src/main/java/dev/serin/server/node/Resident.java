package dev.serin.server.node;

import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.site.Hosting;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Lease;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A rollout that this node runs. What is not volatile belongs to whoever has its turn.
final class Resident {
  private final Lease lease;

  /// True when its documents are to be read, again or for the first time.
  volatile boolean stale = true;

  /// True when somebody may have asked something of it.
  volatile boolean asked = true;

  /// True once this node is to run it no more, which ends in its next turn.
  volatile boolean leaving;

  /// What it is run under from then on, when this node has got it again meanwhile.
  @Nullable Lease next;

  /// The documents that it rests upon.
  volatile Set<DocumentId> uses = Set.of();

  /// Why what the documents say now is not what is carried; empty when it is.
  String refusal = "";

  /// What is carried; null before, and while it can not be.
  @Nullable Hosting hosting;

  /// Its state, as long as nobody but this node can change it; null when it is to be read.
  @Nullable Stored stored;

  /// True once it had a state: without one it has been deleted.
  boolean known;

  /// Until when its first health checks are waited for.
  Instant checkedBy = Instant.EPOCH;

  /// What was written down last, and when.
  @Nullable Summary summary;

  Instant summarized = Instant.EPOCH;

  Resident(Lease lease) {
    this.lease = lease;
  }

  boolean restsUpon(DocumentId document) {
    boolean gateway = document.kind().equals(DocumentId.GATEWAY);
    return DocumentId.of(id()).equals(document)
        || uses.contains(document)
        || (gateway && uses.contains(Neighbours.any(document.namespace())));
  }

  RolloutId id() {
    return lease.id();
  }

  Lease lease() {
    return lease;
  }
}

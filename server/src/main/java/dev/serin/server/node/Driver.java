package dev.serin.server.node;

import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.server.Refusal;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.router.Carrier;
import dev.serin.server.site.Hosting;
import dev.serin.server.site.Site;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Store;
import dev.serin.server.store.Summaries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does what a rollout's turn is for: takes up what its documents say, looks, decides, and writes
/// down how it stands.
final class Driver implements Turns.Work<Resident> {
  private static final System.Logger LOG = System.getLogger(Driver.class.getName());
  private static final Duration HEALTH = Duration.ofSeconds(5);
  private static final Duration CHECKS = Duration.ofMillis(50);
  private static final Duration STORE_AGAIN = Duration.ofSeconds(1);
  private static final Duration DOCUMENTS_AGAIN = Duration.ofSeconds(1);
  private static final Duration BROKEN_AGAIN = Duration.ofSeconds(5);
  private static final Duration SUMMARY = Duration.ofSeconds(1);

  private final Parts parts;
  private final Catalog catalog;
  private final Summaries summaries;
  private final Readings readings = new Readings();

  /// What it works with.
  ///
  /// @param poll the longest time between two looks
  /// @param left is told of a rollout that this node is to run no more
  /// @param seen is told of a rollout after each look
  record Parts(
      Store store,
      NodeStore own,
      Site site,
      Secrets secrets,
      NodeMetrics metrics,
      java.util.function.Supplier<Duration> poll,
      Consumer<Resident> left,
      Consumer<Resident> seen) {}

  Driver(Parts parts) {
    this.parts = parts;
    this.catalog = new Catalog(parts.store());
    this.summaries = new Summaries(parts.store());
  }

  @Override
  public @Nullable Instant turn(Resident resident, Duration late) {
    parts.metrics().ticked(late);
    if (resident.leaving || resident.lease().lost()) {
      parts.left().accept(resident);
      return null;
    }
    if (!resident.lease().held()) {
      // It may still be renewed. Until then nothing is written, and users go where they went.
      return now().plus(STORE_AGAIN);
    }
    long began = System.nanoTime();
    try {
      Instant next = looked(resident);
      parts.metrics().looked(Duration.ofNanos(System.nanoTime() - began));
      return next;
    } catch (Refusal refused) {
      stuck(resident, String.valueOf(refused.getMessage()));
      return now().plus(DOCUMENTS_AGAIN);
    } catch (StoreException failed) {
      return failed(resident, failed, began, STORE_AGAIN);
    } catch (RuntimeException broken) {
      return failed(resident, broken, began, BROKEN_AGAIN);
    }
  }

  private Instant failed(Resident resident, RuntimeException why, long began, Duration again) {
    if (resident.leaving) {
      return now();
    }
    parts.metrics().lookFailed(Duration.ofNanos(System.nanoTime() - began));
    resident.stored = null;
    LOG.log(
        System.Logger.Level.WARNING,
        "rollout " + resident.id() + " is looked at again in " + again.toSeconds() + " s",
        why);
    return now().plus(again);
  }

  private @Nullable Instant looked(Resident resident) {
    if (resident.stale && !takenUp(resident)) {
      parts.left().accept(resident);
      return null;
    }
    Hosting hosting = Objects.requireNonNull(resident.hosting, "nothing is carried");
    Carrier carrier = parts.site().carriers().of(resident.id());
    if (now().isBefore(resident.checkedBy) && !checked(hosting, carrier)) {
      return now().plus(CHECKS);
    }
    resident.checkedBy = Instant.EPOCH;
    Look look = parts.site().engine().look(hosting.release());
    look.transitions().forEach(it -> log(resident, it));
    boolean settled =
        glance(resident, look, Glances.after(look, hosting, carrier, resident.refusal));
    Revision trusted = look.decision().next().status().trusted();
    if (!trusted.equals(hosting.backends().stable().revision())) {
      resident.stale = true;
    }
    if (idle(look)) {
      resident.stored = null;
    }
    parts.seen().accept(resident);
    return next(look, settled && !resident.stale);
  }

  private static void log(Resident resident, Transition transition) {
    LOG.log(
        System.Logger.Level.INFO,
        "rollout {0}: {1}: {2}",
        resident.id(),
        transition.reason(),
        transition.message());
  }

  /// What nothing is under way for need not be kept in memory.
  private static boolean idle(Look look) {
    return switch (look.decision().next().status().stage()) {
      case Stage.Stable _, Stage.Aborted _ -> look.next() == null;
      case Stage.Deploying _,
          Stage.Stepping _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _ ->
          false;
    };
  }

  /// A look before the first health checks would take every backend for dead.
  private static boolean checked(Hosting hosting, Carrier carrier) {
    return carrier.checked(hosting.backends().stable().revision())
        && carrier.checked(hosting.backends().canary().revision());
  }

  private Instant next(Look look, boolean settled) {
    Instant latest = look.at().plus(settled ? parts.poll().get() : SUMMARY);
    Instant due = look.next();
    return due == null || due.isAfter(latest) ? latest : due;
  }

  private Instant now() {
    return parts.site().timeline().instant();
  }

  /// Takes up what the documents say now. What is carried goes on as before while they can not be
  /// carried out.
  ///
  /// @return false when there is no such rollout any more
  /// @throws Refusal when it can not be carried so, and is not carried otherwise
  private boolean takenUp(Resident resident) {
    resident.stale = false;
    resident.refusal = "";
    try {
      return taken(resident);
    } catch (Refusal refused) {
      resident.stale = true;
      if (resident.hosting == null) {
        throw refused;
      }
      resident.refusal = Glances.KEPT + refused.getMessage();
      return true;
    } catch (RuntimeException failed) {
      resident.stale = true;
      throw failed;
    }
  }

  private boolean taken(Resident resident) {
    long number = catalog.number();
    Optional<Draft> found = Draft.of(resident.id(), Shelf.stored(catalog, readings));
    if (found.isEmpty()) {
      if (catalog.find(DocumentId.of(resident.id())).isPresent()) {
        throw new Refusal(
            "this serin can not read its Rollout document: run the serin that took it in, or apply"
                + " the document again");
      }
      return false;
    }
    Draft draft = found.get();
    resident.uses = draft.uses();
    if (catalog.number() != number) {
      // Who changed something in between did not know that this rollout rests upon it.
      resident.stale = true;
    }
    Optional<Stored> stored = parts.own().find(resident.id());
    Revision trusted =
        stored.map(s -> s.status().trusted()).orElse(draft.written().stable().revision());
    Revision desired =
        parts
            .store()
            .findPlan(resident.id())
            .flatMap(Wanted::parse)
            .map(wanted -> new Revision(wanted.desired()))
            .filter(draft::runs)
            .orElse(trusted);
    carry(resident, draft.hosting(trusted, desired, parts.secrets()));
    return true;
  }

  private void carry(Resident resident, Hosting next) {
    Hosting before = resident.hosting;
    if (before != null && next.front().equals(before.front())) {
      resident.hosting = next;
      return;
    }
    boolean same =
        before != null
            && next.front().router().equals(before.front().router())
            && next.front().places().equals(before.front().places());
    if (same) {
      parts.site().carriers().of(resident.id()).backends(pools(next));
    } else {
      resident.hosting = null;
      parts.site().withdraw(resident.id());
      parts.site().serve(next);
    }
    resident.hosting = next;
    resident.checkedBy = now().plus(HEALTH);
  }

  private static List<Backend> pools(Hosting hosting) {
    return List.of(hosting.front().pools().stable(), hosting.front().pools().canary());
  }

  private void stuck(Resident resident, String why) {
    Summary before = resident.summary;
    if (before == null) {
      before = summaries.find(resident.id()).map(g -> Glances.parse(g.document())).orElse(null);
    }
    Summary now = before == null ? null : Glances.stuck(before, why);
    if (now != null && !now.equals(resident.summary) && resident.lease().held()) {
      write(resident, now);
      parts.seen().accept(resident);
    }
  }

  /// Writes down how it stands, where that has changed; what moves all the time, once a second.
  ///
  /// @return false when something is still to be written down
  private boolean glance(Resident resident, Look look, Summary next) {
    Summary before = resident.summary;
    if (next.equals(before)) {
      return true;
    }
    boolean urgent =
        before == null || !before.phase().equals(next.phase()) || !look.transitions().isEmpty();
    if (!urgent && look.at().isBefore(resident.summarized.plus(SUMMARY))) {
      return false;
    }
    write(resident, next);
    return true;
  }

  private void write(Resident resident, Summary next) {
    if (summaries.write(resident.lease(), next.phase().word(), Glances.json(next))) {
      resident.summary = next;
      resident.summarized = now();
      Summary.Router router = next.router();
      parts
          .metrics()
          .stands(
              resident.id(), next.strategy(), router == null ? "" : router.kind(), next.phase());
    }
  }
}

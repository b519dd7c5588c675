package dev.serin.server.node;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.manifest.tree.Source;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Ask;
import dev.serin.server.rollouts.Asked;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Deleted;
import dev.serin.server.rollouts.Document;
import dev.serin.server.rollouts.Filter;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Page;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.site.Outside;
import dev.serin.server.site.Site;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Lease;
import dev.serin.server.store.Leases;
import dev.serin.server.store.Store;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One process's part of the rollouts: it runs those that it holds a lease for, and answers for
/// all.
public final class Node implements Rollouts, AutoCloseable {
  /// So many turns at once let their writes share a commit.
  private static final int THREADS = 64;

  /// How long nothing may be looked at when there are few rollouts.
  private static final Duration POLL = Duration.ofSeconds(1);

  /// With many rollouts each has half a millisecond of a look.
  private static final Duration EACH = Duration.ofNanos(500_000);

  private final Map<RolloutId, Resident> residents = new ConcurrentHashMap<>();
  private final List<Consumer<RolloutId>> listeners = new CopyOnWriteArrayList<>();
  private final Parts parts;
  private final Leases leases;
  private final Site site;
  private final Turns<Resident> turns;
  private final Keeper keeper;
  private final Ledger ledger;

  /// What a node is made of.
  ///
  /// @param gateway of the rollouts that Serin's own gateway carries
  /// @param label begins the node's name, such as its host's name
  /// @param alone true when no other process can be on this store
  public record Parts(
      Store store,
      GatewayOptions gateway,
      Outside outside,
      NodeMetrics metrics,
      String label,
      boolean alone) {}

  private Node(Parts parts) {
    this.parts = parts;
    this.leases = parts.store().join(parts.label(), Leases.LASTS);
    if (parts.alone()) {
      leases.succeed();
    }
    NodeStore own = new NodeStore(parts.store(), residents);
    this.site =
        Site.empty(
            parts.gateway(),
            new Site.Shared(
                own, parts.outside(), new Wakes(this::wake), this::mine, parts.metrics()));
    Driver driver =
        new Driver(
            new Driver.Parts(
                parts.store(),
                own,
                site,
                parts.outside().secrets(),
                parts.metrics(),
                this::poll,
                this::leave,
                resident -> tell(resident.id())));
    this.turns = new Turns<>(driver, site.timeline(), THREADS);
    this.ledger = new Ledger(parts.store(), parts.outside());
    this.keeper = new Keeper(new Keeper.Parts(parts.store(), leases, parts.metrics()), room());
  }

  /// Opens a node, which begins to run rollouts at once.
  ///
  /// @throws dev.serin.server.Refusal when the gateway can not listen
  /// @throws StoreException when the store can not be reached
  public static Node open(Parts parts) {
    Node node = new Node(parts);
    node.keeper.start();
    node.site.letIn();
    return node;
  }

  private Keeper.Room room() {
    return new Keeper.Room() {
      @Override
      public void enter(Lease lease) {
        begin(
            residents.compute(
                lease.id(),
                (_, before) -> {
                  if (before == null) {
                    return new Resident(lease);
                  }
                  before.next = lease;
                  before.leaving = true;
                  return before;
                }));
      }

      @Override
      public void changed(DocumentId document) {
        residents
            .values()
            .forEach(
                resident -> {
                  if (resident.restsUpon(document)) {
                    resident.stale = true;
                    begin(resident);
                  }
                });
        if (document.kind().equals(DocumentId.ROLLOUT)) {
          tell(new RolloutId(document.namespace(), document.name()));
        }
      }

      @Override
      public void asked(RolloutId id) {
        Resident resident = residents.get(id);
        if (resident != null) {
          resident.asked = true;
          wake(id);
        }
      }

      @Override
      public java.util.Collection<Resident> all() {
        return residents.values();
      }

      @Override
      public void leave(Resident resident) {
        resident.leaving = true;
        begin(resident);
      }
    };
  }

  private void begin(Resident resident) {
    turns.at(resident, site.timeline().instant());
  }

  private void wake(RolloutId id) {
    Resident resident = residents.get(id);
    if (resident != null) {
      begin(resident);
    }
  }

  private boolean mine(RolloutId id) {
    Resident resident = residents.get(id);
    return resident != null && resident.lease().held();
  }

  private Duration poll() {
    Duration crowded = EACH.multipliedBy(residents.size());
    return crowded.compareTo(POLL) > 0 ? crowded : POLL;
  }

  /// Runs a rollout no more, in its own turn: it was deleted, or another node has it.
  private void leave(Resident resident) {
    if (residents.get(resident.id()) == resident) {
      site.withdraw(resident.id());
      parts.metrics().left(resident.id());
      release(resident.lease());
      Resident again =
          residents.compute(
              resident.id(), (_, _) -> resident.next == null ? null : new Resident(resident.next));
      if (again != null) {
        begin(again);
      }
      tell(resident.id());
    }
    turns.remove(resident);
  }

  private void release(Lease lease) {
    try {
      if (!lease.lost()) {
        leases.release(lease);
      }
    } catch (StoreException _) {
      // The keeper tries again.
    }
  }

  private void tell(RolloutId id) {
    listeners.forEach(listener -> listener.accept(id));
  }

  @Override
  public Applied apply(List<Source> manifests, Author by, boolean dryRun) {
    Applied applied = ledger.apply(manifests, by, dryRun);
    keeper.news();
    return applied;
  }

  @Override
  public Deleted delete(DocumentId document, Author by) {
    Deleted deleted = ledger.delete(document, by);
    keeper.news();
    return deleted;
  }

  @Override
  public Optional<Overview> find(RolloutId id) {
    return ledger.find(id);
  }

  @Override
  public Page list(Filter filter) {
    return ledger.list(filter);
  }

  @Override
  public Asked ask(RolloutId id, Ask ask) {
    Asked asked = ledger.ask(id, ask);
    keeper.news();
    return asked;
  }

  @Override
  public Optional<Answer> answer(long number, Duration patience) {
    return ledger.answer(number, patience);
  }

  @Override
  public List<Document> documents(String kind, @Nullable String namespace) {
    return ledger.documents(kind, namespace);
  }

  @Override
  public Optional<Document> document(DocumentId id) {
    return ledger.document(id);
  }

  @Override
  public Optional<Signals> signals(RolloutId id, Duration window) {
    return site.carriers().find(id).map(carrier -> carrier.signals(window));
  }

  @Override
  public String node() {
    return leases.node();
  }

  @Override
  public List<Member> members() {
    return ledger.members();
  }

  @Override
  public void onChange(Consumer<RolloutId> listener) {
    listeners.add(listener);
  }

  /// Gives its rollouts back, so that other nodes have them at once, and moves none from now on; it
  /// may be asked still.
  public void leave() {
    keeper.close();
    turns.close();
    try {
      leases.close();
    } catch (StoreException _) {
      // They end in their time.
    }
  }

  /// Leaves, and stops. Requests in flight at its gateway may end.
  @Override
  public void close() {
    leave();
    site.close();
  }
}

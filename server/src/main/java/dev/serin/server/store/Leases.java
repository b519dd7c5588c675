package dev.serin.server.store;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.LeaseTable.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// What one node, a process that runs rollouts, holds of them.
///
/// A node that does not [#renew] in time is dead: others take its rollouts. All leases of a node
/// are renewed by one row, however many it has. A node that comes too late has lost all of them and
/// goes on under a new name; the name of a dead one is never used again. Time is the database's.
///
/// With leases that last [#LASTS], a renewal and a look for vacant rollouts each [#EVERY], what a
/// killed node held runs elsewhere within 8 s.
public final class Leases implements AutoCloseable {
  /// How long a lease lasts without a renewal, unless said otherwise.
  public static final Duration LASTS = Duration.ofSeconds(6);

  /// How often to call [#renew] when leases last for [#LASTS].
  public static final Duration EVERY = Duration.ofSeconds(2);

  private final Database database;
  private final LeaseTable table;
  private final String label;
  private final Duration lasts;
  private final Map<RolloutId, Lease> held = new ConcurrentHashMap<>();

  /// What is given back in memory, and perhaps not yet in the database.
  private final Map<RolloutId, Lease> leaving = new HashMap<>();

  private volatile Membership membership;

  /// What came of asking for a rollout.
  public sealed interface Outcome {
    /// This node may run it.
    record Acquired(Lease lease) implements Outcome {}

    /// Another node runs it.
    record HeldBy(RolloutId id, String node) implements Outcome {
      /// One sentence for people.
      public String message() {
        return "rollout " + id + " is already run by node " + node;
      }
    }
  }

  /// How the work is shared now.
  ///
  /// @param nodes that are alive
  /// @param rollouts that have a plan
  /// @param vacant those of them that nobody holds
  public record Census(int nodes, int rollouts, int vacant) {}

  /// @param name this node's until it is dead
  /// @param renewed before it was renewed last
  private record Membership(String name, Moment renewed) {}

  /// A moment by two clocks: one that nobody sets, and one that goes on while the machine sleeps.
  private record Moment(long nanos, Instant time) {
    static Moment now() {
      return new Moment(System.nanoTime(), Instant.now());
    }

    Duration until(Moment later) {
      Duration one = Duration.ofNanos(later.nanos - nanos);
      Duration other = Duration.between(time, later.time);
      return one.compareTo(other) > 0 ? one : other;
    }
  }

  /// @param label begins the node's name
  Leases(Database database, String label, Duration lasts) {
    if (lasts.toMillis() < 1) {
      throw new IllegalArgumentException("a lease must last at least 1 ms, but is for " + lasts);
    }
    this.database = database;
    this.table = new LeaseTable(database.dialect());
    this.label = label;
    this.lasts = lasts;
    this.membership = join();
  }

  private Membership join() {
    String name = label + "#" + UUID.randomUUID();
    Moment now = Moment.now();
    write("join as node " + name, h -> table.join(h, name, lasts));
    return new Membership(name, now);
  }

  /// The name of this node, as others see it.
  public String node() {
    return membership.name();
  }

  /// Takes the place of all other nodes at once. Only for who knows that none is alive, such as the
  /// only process on a file.
  ///
  /// @throws StoreException when the database can not be asked
  public void succeed() {
    String name = node();
    write("succeed other nodes", h -> table.succeed(h, name));
  }

  /// Keeps everything that this node holds for as long as a lease lasts, and lets go of nodes that
  /// are dead. One thread at a time may call it.
  ///
  /// @return what was lost, because this comes too late; empty when all is well
  /// @throws StoreException when the database can not be asked; what is held then ends in its time
  public List<Lease> renew() {
    Moment now = Moment.now();
    String name = node();
    if (write("renew node " + name, h -> table.renew(h, name, lasts))) {
      membership = new Membership(name, now);
      // Not in one transaction: two nodes that come late would wait for each other for ever.
      write("bury nodes", h -> table.bury(h, name));
      return List.of();
    }
    List<Lease> lost = held.values().stream().filter(it -> it.holder().equals(name)).toList();
    lost.forEach(this::forget);
    membership = join();
    return lost;
  }

  /// Asks for a rollout, also for one that is not stored yet.
  ///
  /// @throws StoreException when the database can not be asked
  public Outcome acquire(RolloutId id) {
    String name = node();
    Held found =
        write(
            "acquire rollout " + id,
            h -> {
              table.bury(h, name);
              table.seed(h, id);
              Held seen = table.find(h, id);
              return seen.node() == null && table.take(h, seen, name)
                  ? new Held(id, name, seen.token() + 1)
                  : table.find(h, id);
            });
    return name.equals(found.node())
        ? new Outcome.Acquired(lease(found, name))
        : new Outcome.HeldBy(id, String.valueOf(found.node()));
  }

  /// Takes rollouts that have a plan and that nobody holds, in no order.
  ///
  /// @param limit how many at most, at least 0
  /// @throws StoreException when the database can not be asked
  public List<Lease> acquireVacant(int limit) {
    String name = node();
    List<Held> taken =
        write(
            "acquire rollouts",
            h -> {
              table.bury(h, name);
              table.seed(h);
              List<Held> mine = new ArrayList<>();
              for (Held vacant : inOneOrder(table.vacant(h, limit))) {
                if (table.take(h, vacant, name)) {
                  mine.add(new Held(vacant.id(), name, vacant.token() + 1));
                }
              }
              return mine;
            });
    return taken.stream().map(it -> lease(it, name)).toList();
  }

  /// Two transactions that lock the same rows must not wait for each other.
  private static List<Held> inOneOrder(List<Held> found) {
    return found.stream().sorted(Comparator.comparing(it -> it.id().toString())).toList();
  }

  /// Rollouts that have a plan and that nobody holds, in no order.
  ///
  /// @param limit how many at most, at least 0
  /// @throws StoreException when the database can not be asked
  public List<RolloutId> vacant(int limit) {
    String name = node();
    return write(
        "look for rollouts that nobody runs",
        h -> {
          table.bury(h, name);
          return table.vacant(h, limit).stream().map(Held::id).toList();
        });
  }

  /// How the work is shared now, so that a node knows how much is its part.
  ///
  /// @throws StoreException when the database can not be asked
  public Census census() {
    return write("count the nodes", table::census);
  }

  /// What this node holds.
  public List<Lease> held() {
    return List.copyOf(held.values());
  }

  /// Gives a rollout back, so that others can have it at once. What was lost already stays so.
  ///
  /// @throws StoreException when the database can not be asked; [#mend] does it then
  public void release(Lease lease) {
    synchronized (leaving) {
      leaving.put(lease.id(), lease);
      forget(lease);
      giveBack(lease);
    }
  }

  private void giveBack(Lease lease) {
    write("release rollout " + lease.id(), h -> table.release(h, lease));
    leaving.remove(lease.id(), lease);
  }

  /// Puts right what a write left behind that failed, or whose answer was lost: gives back what was
  /// to be given back, lets go of what is not this node's, and tells what is. Not at the same time
  /// as asking for rollouts.
  ///
  /// @return what this node holds without having known it
  /// @throws StoreException when the database can not be asked
  public List<Lease> mend() {
    String name = node();
    synchronized (leaving) {
      List.copyOf(leaving.values()).forEach(this::giveBack);
      if (read("count leases", h -> table.count(h, name)) == held.size()) {
        return List.of();
      }
      Map<RolloutId, Held> rows = new HashMap<>();
      read("read leases", h -> table.of(h, name)).forEach(row -> rows.put(row.id(), row));
      held()
          .forEach(
              lease -> {
                Held row = rows.get(lease.id());
                if (row == null || row.token() != lease.token()) {
                  forget(lease);
                }
              });
      return rows.values().stream()
          .filter(row -> !held.containsKey(row.id()))
          .map(row -> lease(row, name))
          .toList();
    }
  }

  /// Gives everything back.
  ///
  /// @throws StoreException when the database can not be asked; what is held then ends in its time
  @Override
  public void close() {
    String name = node();
    held().forEach(this::forget);
    write("leave as node " + name, h -> table.leave(h, name));
  }

  private Lease lease(Held found, String name) {
    return held.compute(
        found.id(),
        (id, known) ->
            known != null && known.token() == found.token()
                ? known
                : new Lease(id, name, found.token(), () -> isAlive(name)));
  }

  private void forget(Lease lease) {
    lease.lose();
    held.remove(lease.id(), lease);
  }

  private boolean isAlive(String name) {
    Membership now = membership;
    return now.name().equals(name) && now.renewed().until(Moment.now()).compareTo(lasts) < 0;
  }

  private <T> T read(String doing, Function<Handle, T> work) {
    try {
      return database.read(work);
    } catch (JdbiException e) {
      throw database.refused(doing, e);
    }
  }

  private <T> T write(String doing, Function<Handle, T> work) {
    try {
      return database.write(work);
    } catch (JdbiException e) {
      throw database.refused(doing, e);
    }
  }
}

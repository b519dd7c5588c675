package dev.serin.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.server.store.OutboxTable.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// What people and programs outside are to be told of rollouts: transitions that nobody has made
/// messages of yet, and messages on their way, one for each destination.
///
/// Many nodes may work on it at once. Each message is in the hands of one of them at a time, and
/// the messages to one destination go out one after another, in the order in which they were put
/// in.
public final class Outbox {
  private final Database database;
  private final OutboxTable table;

  Outbox(Database database) {
    this.database = database;
    this.table = new OutboxTable(database.dialect());
  }

  /// A transition that nobody has made messages of.
  ///
  /// @param number the transition's own
  /// @param version the rollout's version that it came with
  /// @param status at that version
  /// @param by who asked for it; empty when nobody did
  public record Notice(
      long number, RolloutId id, Transition transition, long version, Status status, String by) {}

  /// A message to one destination.
  ///
  /// @param id the same each time that it is sent
  /// @param event what it is about, such as `on-rollout-aborted`
  /// @param service names how it is sent
  /// @param recipient who gets it, if the service does not know; may be empty
  /// @param document the message's own text, which the store does not look into
  public record Message(
      String id,
      String event,
      String service,
      String recipient,
      RolloutId rollout,
      String document) {}

  /// The messages that a transition leads to; may be none.
  ///
  /// @param notice by its number
  public record Post(long notice, List<Message> messages) {
    /// Copies its list.
    public Post {
      messages = List.copyOf(messages);
    }
  }

  /// How far a message is.
  public enum State {
    /// It is to be sent, for the first time or again.
    WAITING,
    /// The destination took it.
    DELIVERED,
    /// It is given up.
    DEAD
  }

  /// A message on its way, or at its end.
  ///
  /// @param attempts how often it was sent or is being sent
  /// @param due when it is sent at the earliest, while it waits
  /// @param problem why it was not taken last; empty when nothing went wrong
  public record Delivery(
      long number,
      Message message,
      State state,
      int attempts,
      Instant created,
      Instant due,
      String problem) {}

  /// Which deliveries are listed.
  ///
  /// @param namespaces only these; empty for all
  /// @param state empty for all
  /// @param service empty for all
  /// @param before only older ones than this number; `Long.MAX_VALUE` for all
  /// @param limit how many at most
  public record Filter(
      List<String> namespaces, String state, String service, long before, int limit) {
    /// Copies its list.
    public Filter {
      namespaces = List.copyOf(namespaces);
    }
  }

  /// How many messages there are now.
  public record Depth(long notices, long waiting, long dead) {}

  /// The oldest transitions that nobody has made messages of.
  public List<Notice> notices(int most) {
    return read("read the outbox", h -> table.notices(h, most)).stream().map(this::notice).toList();
  }

  private Notice notice(Row row) {
    try {
      return new Notice(
          row.number(),
          row.id(),
          row.transition(),
          row.version(),
          CoreJson.STATUS.read(row.status()),
          row.by());
    } catch (JsonProcessingException e) {
      throw new StoreException(
          database + " holds a status that this serin can not read: " + e.getOriginalMessage(), e);
    }
  }

  /// Puts the messages in that transitions lead to; a transition that another node has done is
  /// passed over.
  ///
  /// @param posts in the order of their notices
  /// @return how many messages were put in
  public int put(List<Post> posts) {
    return posts.isEmpty() ? 0 : write("put messages into the outbox", h -> table.put(h, posts));
  }

  /// Takes messages that are due, at most one for each destination, to send them.
  ///
  /// @param patience how long nobody else sends them
  public List<Delivery> claim(int most, Duration patience) {
    return write("take messages out of the outbox", h -> table.claim(h, most, patience));
  }

  /// The destination took a message.
  ///
  /// @return false when another node has it by now
  public boolean delivered(Delivery delivery) {
    return write("note a delivery", h -> table.end(h, delivery, State.DELIVERED, ""));
  }

  /// The destination will never take a message.
  ///
  /// @return false when another node has it by now
  public boolean refused(Delivery delivery, String why) {
    return write("note a refused delivery", h -> table.end(h, delivery, State.DEAD, why));
  }

  /// The destination did not take a message this time.
  ///
  /// @return what it is now
  public State failed(Delivery delivery, String why, Retry retry) {
    return write("note a failed delivery", h -> table.fail(h, delivery, why, retry));
  }

  /// When a message is sent again.
  ///
  /// @param pause until then
  /// @param age a message that is older is given up
  public record Retry(Duration pause, Duration age) {}

  /// Sends a message again that was given up.
  ///
  /// @return false when there is none of this number, or it was not given up
  public boolean revive(long number) {
    return write("send a message again", h -> table.revive(h, number));
  }

  /// Messages, the newest first.
  public List<Delivery> list(Filter filter) {
    return read("list the messages", h -> table.list(h, filter));
  }

  /// A message by its number.
  public List<Delivery> find(long number) {
    return read("read a message", h -> table.find(h, number));
  }

  /// How many messages there are now.
  public Depth depth() {
    return read("count the messages", table::depth);
  }

  /// Deletes messages that ended longer ago than that.
  ///
  /// @return how many
  public int forget(Duration age) {
    return write("delete old messages", h -> table.forget(h, age));
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

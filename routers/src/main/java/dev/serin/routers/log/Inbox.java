package dev.serin.routers.log;

import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Tidings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// One address where logs arrive, and the rollouts whose lines come there.
final class Inbox {
  private final SyslogReceiver receiver;
  private final Consumer<RouterLog> left;
  private final Map<RolloutId, RouterLog> logs = new ConcurrentHashMap<>();
  private final LongAdder strange = new LongAdder();
  private final Wholeness wholeness;
  private final Ticker ticker;
  private volatile String stranger = "";

  /// Begins to receive.
  ///
  /// @param left is told of each log that is closed
  /// @throws IOException when it can not listen there
  Inbox(InetSocketAddress address, Consumer<RouterLog> left) throws IOException {
    this.left = left;
    this.receiver = SyslogReceiver.open(address, this::take);
    this.wholeness = new Wholeness(receiver.address().toString().replaceFirst("^.*/", ""));
    this.ticker = Ticker.eachSecond("serin-inbox", () -> wholeness.look(whole()));
  }

  private void take(RequestRecord request) {
    RouterLog log = logs.get(request.rollout());
    if (log == null || log.plan().source() != request.source()) {
      strange.increment();
      stranger = request.rollout().toString();
    } else {
      log.enter(request);
    }
  }

  /// Gives it the lines of its rollout.
  ///
  /// @return false when another one has them
  boolean join(RouterLog log) {
    return logs.putIfAbsent(log.plan().rollout(), log) == null;
  }

  /// Keeps the lines of its rollout.
  void leave(RouterLog log) {
    if (logs.remove(log.plan().rollout(), log)) {
      left.accept(log);
    }
  }

  boolean isEmpty() {
    return logs.isEmpty();
  }

  int port() {
    return receiver.port();
  }

  void close() {
    ticker.close();
    receiver.close();
  }

  private Wholeness.Whole whole() {
    return new Wholeness.Whole(receiver.received(), receiver.malformed(), receiver.lost(), room());
  }

  private int room() {
    return receiver.room();
  }

  /// What one rollout's log can say of itself.
  ///
  /// @param received lines of it
  /// @param unknown lines of it that name no pool of it
  Tidings tidings(long received, long unknown) {
    OptionalLong lost = receiver.lost();
    return new Tidings(received, receiver.malformed() + unknown, lost);
  }

  Optional<String> trouble() {
    return wholeness.trouble();
  }

  /// Lines of rollouts that nobody here counts, while there is none of the one that is asked for.
  Optional<String> strangers(long received) {
    return received > 0 || strange.sum() == 0
        ? Optional.empty()
        : Optional.of(
            "no line of this rollout came to %s, but %d of %s, which is not counted here: was the balancer set up with another manifest?"
                .formatted(wholeness.address(), strange.sum(), stranger));
  }
}

package dev.serin.cli.client;

import dev.serin.cli.client.Outcome.Kind;
import dev.serin.core.rollout.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Asks a rollout of a server for something, and waits for its answer. A request that may have been
/// lost is sent again under the same key, so that it is carried out once.
public final class Ordering {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Api api;
  private final Duration patience;

  /// @param patience how long to wait for the answer
  public Ordering(Api api, Duration patience) {
    this.api = api;
    this.patience = patience;
  }

  /// Asks, once.
  public Outcome ask(RolloutId id, Order order) {
    String key = UUID.randomUUID().toString();
    Instant deadline = Instant.now().plus(patience);
    while (true) {
      try {
        return outcome(id, order, api.command(id, order.tree(), key), deadline);
      } catch (ServerTrouble trouble) {
        if (Instant.now().plus(LOOK_AGAIN).isAfter(deadline)) {
          throw trouble;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private Outcome outcome(RolloutId id, Order order, Reply first, Instant deadline) {
    Reply reply = first;
    long number = reply.body().count("number");
    while (reply.good() && isPending(reply) && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      reply = api.command(id, number);
    }
    boolean told = reply.status() == 409 || reply.status() == 412;
    if (!reply.good() && !told) {
      throw api.failure(id, reply);
    }
    Kind kind =
        told || reply.body().text("state").equals("refused")
            ? Kind.REFUSED
            : isPending(reply) ? Kind.KEPT : Kind.DONE;
    return new Outcome(
        kind, id, order.verb(), message(kind, reply.body()), Outcome.Where.server(api.target()));
  }

  private static boolean isPending(Reply reply) {
    return reply.body().text("state").equals("pending");
  }

  private String message(Kind kind, Seen body) {
    String said = body.text("message", ProblemText.summary(body));
    return kind == Kind.KEPT
        ? "no node has answered within "
            + patience.toMillis() / 1000.0
            + "s; it is carried out when one runs the rollout again"
        : said.isEmpty() ? "the server gives no reason" : said;
  }
}

package dev.serin.routers.log;

import dev.serin.core.analysis.Checked;
import dev.serin.signals.Series;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the logs of all balancers of this process arrive: each address is listened at once,
/// however many rollouts are logged to it. What names a rollout that nobody counts is dropped.
///
/// Nobody signs syslog: who can send to an address can make lines up. It should be one that only
/// the balancer reaches, such as one of this machine alone.
public final class LogDesk implements AutoCloseable {
  private final Map<InetSocketAddress, Inbox> inboxes = new HashMap<>();

  /// Begins to count the requests of a rollout. The address is given back when the last log that
  /// comes there is closed.
  ///
  /// @param address where the balancer sends its log; port 0 for any
  /// @param own what the balancer counts by itself
  /// @return what counts, or why it can not and what would help
  public synchronized Checked<RouterLog> open(
      InetSocketAddress address, LogPlan plan, OwnCount own) {
    Inbox inbox = inboxes.get(address);
    try {
      if (inbox == null) {
        inbox = new Inbox(address, _ -> sweep());
        inboxes.put(address, inbox);
      }
    } catch (IOException | IllegalArgumentException failure) {
      return new Checked.Invalid<>(
          "the log of %s can not be received at %s: %s; is another Serin running there? Stop it, or set \"log\" to a free address and set the balancer up anew"
              .formatted(plan.balancer(), shown(address), failure.getMessage()));
    }
    RouterLog log = new RouterLog(plan, own, inbox, Series::now);
    if (inbox.join(log)) {
      return new Checked.Valid<>(log);
    }
    log.close();
    return new Checked.Invalid<>(
        "rollout %s is counted from the log at %s already; give each balancer of it a \"log\" of its own"
            .formatted(plan.rollout(), shown(address)));
  }

  private static String shown(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /// The port where an address is listened at, which is another than asked for when 0 was asked
  /// for.
  ///
  /// @throws IllegalArgumentException when nobody listens there
  public synchronized int port(InetSocketAddress address) {
    Inbox inbox = inboxes.get(address);
    if (inbox == null) {
      throw new IllegalArgumentException("no log is received at " + address);
    }
    return inbox.port();
  }

  private synchronized void sweep() {
    for (Map.Entry<InetSocketAddress, Inbox> entry : List.copyOf(inboxes.entrySet())) {
      if (entry.getValue().isEmpty()) {
        inboxes.remove(entry.getKey());
        entry.getValue().close();
      }
    }
  }

  @Override
  public synchronized void close() {
    inboxes.values().forEach(Inbox::close);
    inboxes.clear();
  }
}

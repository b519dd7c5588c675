package dev.serin.server.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the log of all rollouts: hands on each line that comes, once, in the order of their
/// numbers.
///
/// In PostgreSQL a line gets its number when it is written, and shows when its transaction is
/// committed, so that a later number may show first. Whoever went on from that would never see the
/// other one. So a line waits here while one of a lower number may still come: as long as there is
/// a gap before it, and a transaction is open that had written to the log when the gap was seen.
/// A gap that outlives these is of a transaction that was rolled back.
public final class Tail {
  private static final int MOST = 1000;

  private final Store store;
  private final Log log;
  private long settled = -1;
  private @Nullable Doubt doubt;

  /// Follows a store's log from its end as it is at the first look.
  public Tail(Store store) {
    this.store = store;
    this.log = new Log(store);
  }

  /// A stretch of the log that may have gaps which fill.
  ///
  /// @param last its highest number
  /// @param writers the transactions that may fill them
  private record Doubt(long last, Set<String> writers) {}

  /// The lines that came since the last look; none when nothing did, or it has to wait.
  public synchronized List<Log.Line> look() {
    if (doubt != null && open(doubt)) {
      return List.of();
    }
    if (settled < 0) {
      return begin();
    }
    if (doubt != null) {
      List<Log.Line> lines = log.between(settled, doubt.last(), MOST);
      settled = lines.size() == MOST ? lines.getLast().number() : doubt.last();
      doubt = lines.size() == MOST ? doubt : null;
      return lines;
    }
    return follow();
  }

  /// Each line up to this number has been handed on, or was there at the first look, or will never
  /// be; negative before that is known.
  public synchronized long settled() {
    return settled;
  }

  private List<Log.Line> begin() {
    if (doubt == null) {
      doubt = new Doubt(log.last(), writers());
      if (open(doubt)) {
        return List.of();
      }
    }
    settled = doubt.last();
    doubt = null;
    return List.of();
  }

  private List<Log.Line> follow() {
    List<Log.Line> lines = log.between(settled, Long.MAX_VALUE, MOST);
    int sure = 0;
    while (sure < lines.size() && lines.get(sure).number() == settled + 1 + sure) {
      sure++;
    }
    settled += sure;
    if (sure < lines.size()) {
      // Whoever took a number below the last one holds his lock by now, or is done.
      doubt = new Doubt(lines.getLast().number(), writers());
    }
    return lines.subList(0, sure);
  }

  private boolean open(Doubt about) {
    if (about.writers().isEmpty()) {
      return false;
    }
    Set<String> still = writers();
    still.retainAll(about.writers());
    return !still.isEmpty();
  }

  private Set<String> writers() {
    String sql = store.dialect().logWriters();
    return sql.isEmpty()
        ? Set.of()
        : store.read(
            "see who writes the log",
            h -> new HashSet<>(h.createQuery(sql).mapTo(String.class).list()));
  }
}

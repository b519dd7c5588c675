package dev.serin.routers.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Watches how much of a log was lost or unreadable in the last minute.
final class Wholeness {
  private static final int KEPT = 61;
  private static final double TOLERATED = 0.01;
  private static final int FEW = 5;

  private final String address;
  private final Deque<Whole> looks = new ArrayDeque<>();

  /// What came to an address until now.
  ///
  /// @param room that the kernel granted, in bytes
  record Whole(long received, long malformed, OptionalLong lost, int room) {}

  Wholeness(String address) {
    this.address = address;
    looks.add(new Whole(0, 0, OptionalLong.empty(), SyslogReceiver.ROOM));
  }

  String address() {
    return address;
  }

  /// To be called each second.
  synchronized void look(Whole whole) {
    looks.addLast(whole);
    while (looks.size() > KEPT) {
      looks.removeFirst();
    }
  }

  synchronized Optional<String> trouble() {
    Whole first = looks.getFirst();
    Whole last = looks.getLast();
    long lost = last.lost.orElse(0) - first.lost.orElse(0);
    long malformed = last.malformed - first.malformed;
    long all = last.received - first.received + malformed + lost;
    List<String> troubles = new ArrayList<>();
    if (isMuch(lost, all)) {
      troubles.add(loss(lost, all, last.room));
    }
    if (isMuch(malformed, all)) {
      troubles.add(
          "%s of the messages to %s in the last minute were no lines of Serin's log (%d of %d): does something else send its log there?"
              .formatted(percent(malformed, all), address, malformed, all));
    }
    return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
  }

  private String loss(long lost, long all, int room) {
    String fix =
        room < SyslogReceiver.ROOM
            ? "the kernel granted %d KiB of the %d KiB that were asked; raise it with sysctl -w net.core.rmem_max=%d"
                .formatted(room / 1024, SyslogReceiver.ROOM / 1024, SyslogReceiver.ROOM)
            : "this machine is too busy; log fewer requests with logSample";
    return "%s of the log to %s was lost in the last minute (%d of %d lines): %s"
        .formatted(percent(lost, all), address, lost, all, fix);
  }

  private static boolean isMuch(long some, long all) {
    return some >= FEW && some > TOLERATED * all;
  }

  private static String percent(long some, long all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * some / all);
  }
}

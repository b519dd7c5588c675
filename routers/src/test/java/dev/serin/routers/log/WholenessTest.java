package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What is told of a log with holes, and until when.
class WholenessTest {
  private final Wholeness wholeness = new Wholeness("127.0.0.1:9514");

  private void look(long received, long malformed, long lost, int room) {
    wholeness.look(new Wholeness.Whole(received, malformed, OptionalLong.of(lost), room));
  }

  @Test
  void aWholeLogIsNotTold() {
    look(100_000, 10, 1000, SyslogReceiver.ROOM);
    assertThat(wholeness.trouble()).isEmpty();
    look(100_001, 10, 1004, SyslogReceiver.ROOM);
    assertThat(wholeness.trouble()).isEmpty();
  }

  @Test
  void lossIsToldWithTheRoomThatWasGranted() {
    look(950, 0, 50, 208 * 1024);
    assertThat(wholeness.trouble())
        .contains(
            "5.0% of the log to 127.0.0.1:9514 was lost in the last minute (50 of 1000 lines): the kernel granted 208 KiB of the 8192 KiB that were asked; raise it with sysctl -w net.core.rmem_max=8388608");
  }

  @Test
  void aBusyMachineShouldLogLess() {
    look(950, 0, 50, SyslogReceiver.ROOM);
    assertThat(wholeness.trouble().orElse(""))
        .endsWith("this machine is too busy; log fewer requests with logSample");
  }

  @Test
  void whatWasLostAMinuteAgoIsForgotten() {
    look(950, 0, 50, SyslogReceiver.ROOM);
    for (int second = 0; second < 60; second++) {
      look(1000 + second, 0, 50, SyslogReceiver.ROOM);
    }
    assertThat(wholeness.trouble()).isEmpty();
  }
}

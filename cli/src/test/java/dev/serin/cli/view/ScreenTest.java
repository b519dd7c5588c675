package dev.serin.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.Command;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final Side STABLE =
      new Side(182.4, 0, Duration.ofNanos(3_100_000), Duration.ofMillis(12), 4, 32_000, 0);
  private static final Side CANARY =
      new Side(20.1, 0.0123, Duration.ofMillis(3), Duration.ofMillis(1250), 0, 3_500, 43);

  @Test
  void showsARunAtItsPauseIn80Columns() {
    Frame frame =
        Scene.canary()
            .after(Duration.ZERO)
            .serving(STABLE, CANARY)
            .after(Duration.ofSeconds(70))
            .frame();
    assertThat(draw(frame, 80, 24)).isEqualTo("");
  }

  @Test
  void showsARunWide() {
    Frame frame =
        Scene.canary()
            .after(Duration.ZERO)
            .serving(STABLE, CANARY)
            .after(Duration.ofMinutes(6))
            .frame();
    assertThat(draw(frame, 130, 30)).isEqualTo("");
  }

  @Test
  void showsARollback() {
    Frame frame =
        Scene.canary()
            .after(Duration.ZERO)
            .serving(STABLE, CANARY)
            .after(Duration.ofSeconds(30), new Command.Abort("too many errors"))
            .frame();
    assertThat(draw(frame, 80, 24)).isEqualTo("");
  }

  private static String draw(Frame frame, int width, int height) {
    List<AttributedString> lines =
        Screen.draw(frame, new Screen.Size(width, height), ZoneOffset.UTC);
    return lines.stream()
        .map(line -> line.toString().stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

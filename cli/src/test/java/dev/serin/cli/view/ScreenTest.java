package dev.serin.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  private static final Side STABLE =
      new Side(182.4, 0, Duration.ofNanos(3_100_000), Duration.ofMillis(12), 4, 32_000, 0);
  private static final Side CANARY =
      new Side(20.1, 0.0123, Duration.ofMillis(3), Duration.ofMillis(1250), 0, 3_500, 43);

  @Test
  void showsAPauseWithItsCountdown() throws IOException {
    Frame frame = begun(Scene.canary()).after(Duration.ofSeconds(70)).frame();
    assertThat(draw(frame, 80, 24)).isEqualTo(golden("paused-80x24"));
  }

  @Test
  void putsStepsAndNumbersSideBySideWhenThereIsRoom() throws IOException {
    Frame frame = begun(Scene.canary()).after(Duration.ofMinutes(6)).frame();
    assertThat(draw(frame, 130, 30)).isEqualTo(golden("waiting-130x30"));
  }

  @Test
  void showsWhereAnUpdateWasTakenBackAndWhy() throws IOException {
    Frame frame =
        begun(Scene.canary())
            .after(Duration.ofSeconds(30), new Command.Abort("too many errors"))
            .frame();
    assertThat(draw(frame, 80, 24)).isEqualTo(golden("rolled-back-80x24"));
  }

  @Test
  void showsTheStagesOfABlueGreenUpdate() throws IOException {
    Frame frame = begun(Scene.blueGreen()).after(Duration.ofSeconds(30)).frame();
    assertThat(draw(frame, 80, 24)).isEqualTo(golden("blue-green-80x24"));
  }

  @ParameterizedTest
  @CsvSource({"20, 8", "40, 10", "79, 23", "80, 24", "112, 12", "300, 80"})
  void neverExceedsTheTerminal(int width, int height) {
    Frame frame = begun(Scene.canary()).after(Duration.ofMinutes(6)).frame();
    List<AttributedString> lines =
        Screen.draw(frame, new Screen.Size(width, height), ZoneOffset.UTC);
    assertThat(lines)
        .hasSizeLessThanOrEqualTo(height)
        .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
  }

  @Test
  void letsNoTextFromOutsideCommandTheTerminal() {
    Frame frame =
        begun(Scene.canary())
            .after(Duration.ofSeconds(1), new Command.Abort("x\u001b[2Jy\r\nz\u202e"))
            .frame();
    assertThat(draw(frame, 80, 24)).contains("x [2Jy  z").doesNotContain("\u001b", "\r", "\u202e");
  }

  private static Scene begun(Scene scene) {
    return scene.after(Duration.ZERO).serving(STABLE, CANARY);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = ScreenTest.class.getResourceAsStream(name + ".txt")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String draw(Frame frame, int width, int height) {
    return Screen.draw(frame, new Screen.Size(width, height), ZoneOffset.UTC).stream()
        .map(line -> line.toString().stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

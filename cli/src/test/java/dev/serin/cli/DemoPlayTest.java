package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.console.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The demo's releases end as they are announced, with the real engine, gateway, guard and store.
class DemoPlayTest {
  @ParameterizedTest
  @CsvSource({"latency, latency", "crash, (errors|available)"})
  void aBadReleaseIsTakenBack(String fault, String seenBy) {
    Shell.Ran ran = Shell.serin("demo", "--fault", fault);
    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.DONE);
    assertThat(ran.out())
        .contains("demo: v2 is rolled back")
        .containsPattern("Metric \"" + seenBy + "\" assessed Failed");
  }
}

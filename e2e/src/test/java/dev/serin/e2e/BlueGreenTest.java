package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.e2e.Users.Answer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Blue-green between two Backends: everything switches at once, when a person says so.
class BlueGreenTest {
  @RegisterExtension final Setting setting = new Setting();

  private final Service active = setting.service("v1");
  private final Service preview = setting.service("v2");

  private Serin begin() {
    String manifest = setting.file("reports.yaml", manifest());
    Serin run =
        setting.serin(
            "run", manifest, "--listen", setting.address().getAuthority(), "--stay", "-o", "json");
    run.awaitWaitingFor("a person's promote");
    return run;
  }

  private String manifest() {
    return """
    apiVersion: argoproj.io/v1alpha1
    kind: Rollout
    metadata:
      name: reports
    spec:
      strategy:
        blueGreen:
          activeService: reports-active
          previewService: reports-preview
          autoPromotionEnabled: false
    ---
    apiVersion: serin.dev/v1alpha1
    kind: Backend
    metadata:
      name: reports-active
    spec:
      version: "10"
      endpoints:
        - url: %s
    ---
    apiVersion: serin.dev/v1alpha1
    kind: Backend
    metadata:
      name: reports-preview
    spec:
      version: "11"
      endpoints:
        - url: %s
    """
        .formatted(active.url(), preview.url());
  }

  @Test
  void aPersonSwitchesEverythingAtOnce() {
    Serin run = begin();
    Users users = setting.users();
    users.awaitAnswers(200, answer -> answer.version().equals("v1"));
    assertThat(preview.arrivals()).as("users who see the preview").isEmpty();

    setting.serin("promote", "reports").endsWith(0);
    Instant end = run.awaitEnd("promoted");
    users.awaitAnswers(200, answer -> answer.version().equals("v2"));
    users.leave();
    run.interrupt();
    run.endsWith(0);

    assertThat(users.failures()).isEmpty();
    assertThat(users.statuses()).containsOnlyKeys(200);
    assertThat(users.whoWent("v2", "v1")).isEmpty();
    assertThat(users.answers(end, Instant.MAX)).extracting(Answer::version).containsOnly("v2");
  }

  @Test
  void abortedBeforeThePromotionNobodyEverSawThePreview() {
    Serin run = begin();
    Users users = setting.users();
    users.awaitAnswers(50, answer -> answer.version().equals("v1"));
    setting.serin("abort", "reports").endsWith(0);
    run.awaitEnd("rolledBack");
    users.awaitAnswers(100, answer -> answer.version().equals("v1"));
    users.leave();
    run.interrupt();
    run.endsWith(1);

    assertThat(preview.arrivals()).isEmpty();
    assertThat(users.failures()).isEmpty();
    assertThat(users.answers()).extracting(Answer::version).containsOnly("v1");
  }
}

package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Releases behind a load balancer that people have already, judged by nothing but its log.
abstract class BalancerContract {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String QUICK =
      """
            steps:
              - setWeight: 20
              - pause: {duration: 4s}
              - setWeight: 50
              - pause: {duration: 4s}
      """;

  private static final String BY_HAND =
      """
            steps:
              - setWeight: 40
              - pause: {}
              - setWeight: 60
              - pause: {}
      """;

  @RegisterExtension final Setting setting = new Setting();

  private final Service blue = setting.service("v1");
  private final Service green = setting.service("v2");
  private final Shop shop = new Shop(blue, green);

  @SuppressWarnings("NullAway.Init") // Before each test.
  private Balancer balancer;

  private byte[] before = {};

  /// A balancer that runs, and sends everything to `service`.
  abstract Balancer balancer(Setting setting, Service service);

  @BeforeEach
  void theBalancerServesAlready() throws IOException {
    balancer = setting.until(balancer(setting, blue));
    balancer.start();
    before = Files.readAllBytes(balancer.configuration());
  }

  private String router(String more) {
    return "%s: {%s%s}".formatted(balancer.kind(), balancer.settings(), more);
  }

  /// Writes the manifest, and puts the rollout into the balancer.
  private String prepared(String text) {
    String manifest = setting.file("rollout.yaml", text);
    Serin init = setting.serin(command(), "init", manifest);
    if (init.exitCode() == 3) {
      balancer.follow(String.join("\n", init.out()));
      setting.serin(command(), "init", manifest).endsWith(0);
    } else {
      init.endsWith(0);
    }
    return manifest;
  }

  private String command() {
    return balancer.kind().substring("serin/".length());
  }

  @Test
  void aGoodReleaseIsPromotedAndTheConfigurationIsGivenBack() throws IOException {
    String manifest = prepared(shop.judgedByErrors(router(""), QUICK));
    Users users = setting.until(Users.crowd(balancer.url()));
    users.awaitAnswers(100, answer -> answer.version().equals("v1"));
    Serin run = setting.serin("run", manifest, "-o", "json");
    String how = run.awaitEnding(PATIENCE).path("message").asText();
    run.endsWith(0);
    users.awaitAnswers(200, answer -> answer.version().equals("v2"));
    Instant promoted = Instant.now();
    users.awaitAnswers(200, answer -> answer.version().equals("v2"));
    users.leave();

    assertThat(how).contains("v2 is promoted");
    assertThat(users.failures()).isEmpty();
    assertThat(users.statuses()).containsOnlyKeys(200);
    assertThat(users.answers(promoted, Instant.MAX))
        .allSatisfy(answer -> assertThat(answer.version()).isEqualTo("v2"));
    balancer.unfollow();
    setting.serin(command(), "remove", manifest).endsWith(0);
    assertThat(Files.readAllBytes(balancer.configuration())).isEqualTo(before);
  }

  @Test
  void aReleaseWithErrorsIsTakenBack() {
    green.fails(0.05);
    assertTakenBack("error rate of the canary");
  }

  @Test
  void aSlowReleaseIsTakenBack() {
    green.takes(0.3, Duration.ofMillis(80));
    assertTakenBack("of the canary .* of the baseline .*: worse");
  }

  private void assertTakenBack(String why) {
    String manifest =
        prepared(shop.plain(router(""), QUICK.replace("duration: 4s", "duration: 10m")));
    Users users = setting.until(Users.crowd(balancer.url()));
    Serin run = setting.serin("run", manifest, "-o", "json");
    String how = run.awaitEnding(PATIENCE).path("message").asText();
    run.endsWith(1);
    Instant over = Instant.now();
    users.awaitAnswers(300, answer -> answer.version().equals("v1"));
    users.leave();

    assertThat(how).containsPattern(why).contains("e-value");
    assertThat(users.failures()).isEmpty();
    assertThat(users.answers(over, Instant.MAX))
        .allSatisfy(answer -> assertThat(answer.version()).isEqualTo("v1"));
  }

  @Test
  void afterKillNineTrafficStaysWhereItWasAndARestartGoesOn() {
    String manifest = prepared(shop.plain(router(""), BY_HAND));
    Users users = setting.until(Users.of(balancer.url()));
    Serin first = setting.serin("run", "--no-guard", manifest, "-o", "json");
    first.awaitTransition("completed (setWeight: 40)");
    users.awaitAnswers(300, answer -> answer.status() == 200);
    first.kill();
    Instant dead = Instant.now();
    users.awaitAnswers(600, answer -> answer.status() == 200);
    Instant back = Instant.now();
    Serin second = setting.serin("run", "--resume", "shop", "-o", "json");
    second.awaitWaitingFor("a person's promote");
    setting.serin("promote", "shop").endsWith(0);
    second.awaitTransition("completed (setWeight: 60)");
    users.awaitAnswers(300, answer -> answer.status() == 200);
    setting.serin("promote", "shop").endsWith(0);
    second.endsWith(0);
    users.leave();

    assertThat(users.failures()).as("nobody noticed").isEmpty();
    assertThat(users.statuses()).containsOnlyKeys(200);
    assertThat(users.whoWent("v2", "v1")).as("users who went back").isEmpty();
    assertThat(share(users, dead, back)).isBetween(0.25, 0.55);
  }

  private static double share(Users users, Instant from, Instant to) {
    var answers = users.answers(from, to);
    return (double) answers.stream().filter(answer -> answer.version().equals("v2")).count()
        / answers.size();
  }

  @Test
  void aBalancerThatIsReloadedChangedKilledAndStartedKeepsTheWeightAndTheRolloutSaysSo() {
    String manifest = prepared(shop.plain(router(""), BY_HAND));
    Serin run = setting.serin("run", "--no-guard", manifest, "-o", "json");
    run.awaitTransition("completed (setWeight: 40)");
    balancer.reload();
    assertKeeps(0.4);
    balancer.changeByHand();
    run.awaitTransition("Somebody else changed the router, and it is put back");
    assertKeeps(0.4);

    balancer.kill();
    run.awaitTransition("The router can not be steered");
    setting.serin("promote", "shop").endsWith(0);
    balancer.start();
    run.awaitTransition("The router can be steered again");
    run.awaitTransition("completed (setWeight: 60)");
    assertKeeps(0.6);
    setting.serin("abort", "shop").endsWith(0);
    run.endsWith(1);
    assertKeeps(0);
  }

  /// So many new users get the canary, once the balancer's old workers have ended.
  private void assertKeeps(double weight) {
    await("a share of " + weight)
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Users users = Users.of(balancer.url());
              Instant now = Instant.now();
              users.awaitAnswers(360, answer -> answer.status() == 200);
              users.leave();
              assertThat(share(users, now, Instant.MAX))
                  .isBetween(weight == 0 ? 0 : weight - 0.2, weight == 0 ? 0 : weight + 0.2);
              users.close();
            });
  }

  @Test
  void whatSomebodyElseChangesHoldsTheRolloutWhereTheManifestSaysSo() {
    String manifest = prepared(shop.plain(router(", onDrift: hold"), BY_HAND));
    Serin run = setting.serin("run", "--no-guard", manifest, "-o", "json");
    run.awaitTransition("completed (setWeight: 40)");
    balancer.changeByHand();
    run.awaitTransition("Rollout is paused (RouterDrift)");
    setting.serin("resume", "shop").endsWith(0);
    setting.serin("promote", "shop").endsWith(0);
    run.awaitTransition("completed (setWeight: 60)");
    setting.serin("abort", "shop").endsWith(0);
    run.endsWith(1);
    assertThat(setting.transitions("shop"))
        .extracting(Transition::reason)
        .containsSubsequence("RouterDrifted", "RolloutPaused", "RolloutResumed");
  }
}

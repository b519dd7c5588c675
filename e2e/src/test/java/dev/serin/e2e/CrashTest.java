package dev.serin.e2e;

import static dev.serin.e2e.Serin.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Transition;
import dev.serin.e2e.Users.Answer;
import dev.serin.e2e.Users.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A process that is killed, or asked to leave, while users are there.
class CrashTest {
  private static final String MANIFEST =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        strategy:
          canary:
            steps:
              - setWeight: 40
              - pause: {duration: 10s}
              - setWeight: 60
              - pause: {}
      """;

  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");

  @Test
  void afterKillNineItGoesOnWhereItWas() {
    stable.takes(Duration.ofMillis(20));
    canary.takes(Duration.ofMillis(20));
    Serin first = setting.run(stable, canary, setting.file("rollout.yaml", MANIFEST), "-o", "json");
    Instant began = first.awaitTransition("completed (setWeight: 40)");
    Users users = setting.users();
    users.awaitAnswers(350, answer -> answer.status() == 200);
    Instant killed = Instant.now();
    first.kill();
    Instant dead = Instant.now();
    Serin second = setting.serin("run", "--resume", "shop", "--stay", "-o", "json");
    users.awaitAnswers(20, answer -> answer.status() == 200);
    Instant paused = second.awaitTransition("completed (pause: 10s)");
    second.awaitWaitingFor("a person's promote");
    users.awaitAnswers(200, answer -> answer.status() == 200);
    setting.serin("promote", "shop").endsWith(0);
    second.awaitEnd("promoted");
    users.awaitAnswers(100, answer -> answer.version().equals("v2"));
    users.leave();
    second.interrupt();
    second.endsWith(0);

    assertThat(Duration.between(began, paused)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    assertNothingLost(users, killed, dead);
    assertSplitAsBefore(users, killed, paused);
    assertToldOnce(first, second);
  }

  /// What failed was in flight when the process died, or was refused while nobody listened. Users
  /// whose requests began at the same moment may knock some time apart.
  private static void assertNothingLost(Users users, Instant killed, Instant dead) {
    Instant back =
        users.answers(dead, Instant.MAX).stream()
            .map(Answer::begun)
            .min(Instant::compareTo)
            .orElseThrow();
    long refused = users.failures().stream().filter(Failure::refused).count();
    System.out.printf(
        "kill -9: %d requests answered, %d refused while nothing listened, %d in flight lost%n",
        users.answers().size(), refused, users.failures().size() - refused);
    assertThat(users.failures())
        .as("failures with a gateway there; it was back at %s", back)
        .allSatisfy(
            failure ->
                assertThat(failure.begun())
                    .as(failure.why())
                    .isAfter(killed.minusSeconds(1))
                    .isBefore(failure.refused() ? back.plusSeconds(1) : back));
    assertThat(users.statuses()).as("answers").containsOnlyKeys(200);
  }

  private static void assertSplitAsBefore(Users users, Instant killed, Instant paused) {
    Set<Integer> before = regularsOfCanary(users.answers(Instant.MIN, killed));
    List<Answer> after = users.answers(killed, paused);
    assertThat(before).as("regulars of the canary").hasSizeBetween(20, 80);
    assertThat(after).hasSizeGreaterThan(20);
    assertThat(after)
        .filteredOn(Answer::regular)
        .filteredOn(answer -> met(users, answer.user(), killed))
        .allSatisfy(
            answer ->
                assertThat(answer.version())
                    .as("what regular %d sees", answer.user())
                    .isEqualTo(before.contains(answer.user()) ? "v2" : "v1"));
    assertThat(users.whoWent("v2", "v1")).as("users who went back").isEmpty();
  }

  private static boolean met(Users users, int user, Instant killed) {
    return users.answers(Instant.MIN, killed).stream().anyMatch(a -> a.user() == user);
  }

  private static Set<Integer> regularsOfCanary(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> answer.regular() && answer.version().equals("v2"))
        .map(Answer::user)
        .collect(Collectors.toSet());
  }

  private void assertToldOnce(Serin first, Serin second) {
    List<String> told =
        Stream.concat(first.events().stream(), second.events().stream())
            .filter(event -> type(event).equals("transition"))
            .filter(event -> !event.path("reason").asText().startsWith("Command"))
            .map(event -> event.path("message").asText())
            .toList();
    List<String> stored = setting.transitions("shop").stream().map(Transition::message).toList();
    assertThat(stored).as("what both processes told").isEqualTo(told);
    assertThat(stored)
        .filteredOn(message -> !message.startsWith("Rollout is paused"))
        .doesNotHaveDuplicates()
        .hasSize(6);
  }

  @Test
  void interruptedItGivesEverythingToStable() {
    Serin run = setting.run(stable, canary, setting.file("rollout.yaml", MANIFEST), "-o", "json");
    run.awaitTransition("completed (setWeight: 40)");
    Users users = setting.users();
    users.awaitAnswers(20, answer -> answer.version().equals("v2"));
    run.interrupt();
    Instant aborted = run.awaitTransition("aborted");
    Instant end = run.awaitEnd("rolledBack");
    run.endsWith(1);
    users.leave();

    assertThat(run.events())
        .anySatisfy(event -> assertThat(event.path("message").asText()).startsWith("aborting"));
    assertThat(users.answers(end, Instant.MAX))
        .allSatisfy(answer -> assertThat(answer.version()).isEqualTo("v1"));
    assertThat(canary.arrivals()).noneMatch(a -> a.at().isAfter(end.plusSeconds(1)));
    assertThat(users.failures()).allSatisfy(f -> assertThat(f.begun()).isAfter(aborted));
    assertThat(users.statuses()).containsOnlyKeys(200);
    assertThat(setting.transitions("shop").getLast().message()).contains("interrupted by a person");
  }

  @Test
  void interruptedTwiceItLeavesAtOnce() {
    Serin run = setting.run(stable, canary, setting.file("rollout.yaml", MANIFEST));
    run.awaitLine("completed (setWeight: 40)");
    stable.takes(Duration.ofMinutes(5));
    canary.takes(Duration.ofMinutes(5));
    setting.users();
    await().until(() -> stable.arrivals().size() > 10);
    run.interrupt();
    run.awaitLine("is rolled back");
    run.interrupt();
    run.endsWith(130);
  }
}

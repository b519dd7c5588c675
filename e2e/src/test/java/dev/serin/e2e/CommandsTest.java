package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commands from a second process.
class CommandsTest {
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
              - setWeight: 20
              - pause: {duration: 1h}
              - setWeight: 50
              - pause: {duration: 1h}
      """;

  @RegisterExtension final Setting setting = new Setting();

  private final Service stable = setting.service("v1");
  private final Service canary = setting.service("v2");

  @Test
  void aRolloutIsHeldTakenBackTriedAgainAndBroughtHome() {
    Serin run = begin();
    Users users = setting.users();

    says(0, "shop: pause: no further step is taken until you resume", "pause", "shop");
    run.awaitWaitingFor("a person's resume");
    says(1, "shop: pause refused: it is paused already; resume lets it go on", "pause", "shop");
    says(0, "shop: resume: the rollout goes on", "resume");
    says(
        1,
        "shop: resume refused: it waits at a pause of its plan: promote lets it go on",
        "resume");
    says(
        1,
        "shop: retry refused: only an aborted rollout can be tried again: the update is on its way",
        "retry",
        "shop");
    says(0, "shop: skip: step 2 is over", "skip", "default/shop");
    run.awaitTransition("completed (setWeight: 50)");
    users.awaitAnswers(20, answer -> answer.version().equals("v2"));

    says(
        0, "shop: abort: stable gets all traffic", "abort", "shop", "--reason", "the cart is slow");
    run.awaitEnd("rolledBack");
    int reached = canary.arrivals().size();
    users.awaitAnswers(200, answer -> answer.version().equals("v1"));
    assertThat(canary.arrivals()).hasSize(reached);

    says(0, "shop: retry: the update begins again at its first step", "retry", "shop");
    users.awaitAnswers(20, answer -> answer.version().equals("v2"));
    says(
        0,
        "shop: promote --full: all steps that are left are skipped",
        "promote",
        "shop",
        "--full");
    run.awaitEnd("promoted");
    says(
        1,
        "shop: abort refused: there is nothing to abort: revision v2 is stable",
        "abort",
        "shop");
    users.leave();
    run.interrupt();
    run.endsWith(0);

    assertThat(users.failures()).isEmpty();
    assertThat(users.statuses()).containsOnlyKeys(200);
    assertThat(setting.transitions("shop"))
        .extracting(Transition::message)
        .anySatisfy(message -> assertThat(message).endsWith(": the cart is slow"));
  }

  private Serin begin() {
    String manifest = setting.file("rollout.yaml", MANIFEST);
    Serin run = setting.run(stable, canary, manifest, "--stay", "-o", "json");
    run.awaitWaitingFor("the end of the pause");
    return run;
  }

  /// The only line that a command prints, and its exit code.
  private void says(int code, String sentence, String... command) {
    Serin done = setting.serin(command).endsWith(code);
    assertThat(done.out()).as(done::story).singleElement().asString().startsWith(sentence);
    assertThat(done.err()).isEmpty();
  }

  @Test
  void aCommandThatMeansNoRolloutIsRefused() {
    Serin nobody = setting.serin("promote", "shop").endsWith(2);
    assertThat(nobody.err())
        .singleElement()
        .asString()
        .contains("no rollout is known in")
        .contains("serin run");
    begin();
    Serin other = setting.serin("abort", "basket").endsWith(2);
    assertThat(other.out()).isEmpty();
    assertThat(other.err())
        .singleElement()
        .asString()
        .contains("no rollout is called 'basket'")
        .contains("shop");
  }

  @Test
  void aCommandThatNobodyCanAnswerIsKeptForTheNextRun() {
    Serin run = begin();
    run.kill();
    says(
        3,
        "shop: abort is kept: nobody runs this rollout now; serin run --resume shop does it",
        "abort");
    setting.serin("run", "--resume").endsWith(1);
    assertThat(canary.arrivals()).isEmpty();
  }

  @Test
  void oneRolloutIsRunByOneProcess() {
    begin();
    Serin second = setting.run(stable, canary, "rollout.yaml").endsWith(2);
    assertThat(second.err()).singleElement().asString().contains("is already run by process");
  }
}

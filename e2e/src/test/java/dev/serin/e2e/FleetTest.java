package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A rollout behind two load balancers, each on a machine of its own with an agent beside it.
@Tag("haproxy")
class FleetTest {
  private static final String STEPS =
      """
            steps:
              - setWeight: 20
              - pause: {duration: 3s}
              - setWeight: 40
              - pause: {}
      """;

  @RegisterExtension final Setting setting = new Setting();

  private final Service blue = setting.service("v1");
  private final Service green = setting.service("v2");
  private final Shop shop = new Shop(blue, green);
  private List<Machine> machines = List.of();

  /// A load balancer and its agent.
  private final class Machine {
    private final String name;
    private final Balancer balancer;
    private final int port = setting.port();
    private Serin agent;

    Machine(int number) {
      name = "lb" + number;
      balancer =
          setting.until(
              new Haproxy(
                  directory(setting.folder().resolve(name)), setting.port(), setting.port(), blue));
      balancer.start();
      String manifest = setting.file(name + ".yaml", manifest(balancer.settings()));
      setting.serin("haproxy", "init", manifest).endsWith(0);
      agent = agent();
    }

    private Serin agent() {
      Serin started =
          setting.serin(
              "agent",
              name + ".yaml",
              "--listen",
              "127.0.0.1:" + port,
              "--tls-cert",
              "agent.crt",
              "--tls-key",
              "agent.key",
              "--authority",
              "authority.crt");
      started.awaitLine("the agent listens at");
      return started;
    }

    void killAgent() {
      agent.kill();
    }

    void startAgent() {
      agent = agent();
    }

    String address() {
      return "127.0.0.1:" + port;
    }
  }

  private static Path directory(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void twoMachinesServeAlready() throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=serin")
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned();
    setting.file("authority.crt", authority.getCertificatePEM());
    for (String name : List.of("agent", "engine")) {
      X509Bundle own =
          new CertificateBuilder()
              .subject("CN=" + name)
              .addSanIpAddress("127.0.0.1")
              .ecp256()
              .notBefore(Instant.now().minus(Duration.ofHours(1)))
              .notAfter(Instant.now().plus(Duration.ofHours(1)))
              .buildIssuedBy(authority);
      setting.file(name + ".crt", own.getCertificatePathPEM());
      setting.file(name + ".key", own.getPrivateKeyPEM());
    }
    machines = IntStream.of(1, 2).mapToObj(Machine::new).toList();
  }

  private String manifest(String settings) {
    return shop.judgedByErrors("serin/haproxy: {%s}".formatted(settings), STEPS);
  }

  private String remote() {
    return setting.file(
        "rollout.yaml",
        manifest(
            "agents: [\"%s\", \"%s\"], tls: {certificate: engine.crt, key: engine.key, authority: authority.crt}"
                .formatted(machines.get(0).address(), machines.get(1).address())));
  }

  @Test
  void bothServeTheSameWeightAndOneThatIsAwayOrChangedIsNamed() {
    Users first = setting.until(Users.crowd(machines.get(0).balancer.url()));
    Users second = setting.until(Users.of(machines.get(1).balancer.url()));
    Serin run = setting.serin("run", remote(), "-o", "json");
    run.awaitWaitingFor("a person's promote");
    assertShared(first);
    assertShared(second);

    machines.get(1).killAgent();
    awaitNamed(run, "RouterUnavailable", machines.get(1), machines.get(0));
    assertShared(second);
    machines.get(1).startAgent();
    run.awaitTransition("The router can be steered again");
    machines.get(0).balancer.changeByHand();
    awaitNamed(run, "RouterDrifted", machines.get(0), machines.get(1));

    green.fails(0.3);
    String why = run.awaitEnding(Duration.ofMinutes(2)).path("message").asText();
    run.endsWith(1);
    assertThat(why).contains("error rate of the canary");
    for (Users users : List.of(first, second)) {
      Instant over = Instant.now();
      users.awaitAnswers(100, answer -> answer.version().equals("v1"));
      users.leave();
      assertThat(users.answers(over, Instant.MAX))
          .allSatisfy(answer -> assertThat(answer.version()).isEqualTo("v1"));
      assertThat(users.failures()).isEmpty();
    }
  }

  private static void assertShared(Users users) {
    Instant now = Instant.now();
    users.awaitAnswers(300, answer -> answer.status() == 200);
    List<Users.Answer> answers = users.answers(now, Instant.MAX);
    assertThat(answers.stream().filter(answer -> answer.version().equals("v2")).count())
        .as("40 %% of %d", answers.size())
        .isBetween(answers.size() / 4L, 6L * answers.size() / 10);
  }

  private static void awaitNamed(Serin run, String reason, Machine named, Machine other) {
    run.awaitEvent(
        reason + " of " + named.address(),
        event ->
            event.path("reason").asText().equals(reason)
                && event.path("message").asText().contains(named.address())
                && !event.path("message").asText().contains(other.address()));
  }
}

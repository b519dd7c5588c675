package dev.serin.routers.agent;

import static dev.serin.routers.FakeBalancer.POOLS;
import static dev.serin.routers.FakeBalancer.SHOP;
import static dev.serin.routers.FakeBalancer.V1;
import static dev.serin.routers.FakeBalancer.V2;
import static dev.serin.routers.FakeBalancer.routed;
import static dev.serin.routers.FakeBalancer.sides;
import static dev.serin.routers.FakeBalancer.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Balancer;
import dev.serin.routers.FakeBalancer;
import dev.serin.routers.Fleet;
import dev.serin.routers.Pools;
import dev.serin.signals.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine and its agents over real sockets.
class AgentTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final FakeBalancer local = new FakeBalancer("nginx");
  @TempDir private Path folder;
  private Authority authority;
  private TlsFiles engine;

  @BeforeEach
  void sign() throws Exception {
    authority = new Authority(folder, "root");
    engine = authority.sign("engine");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private static <T> T valid(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T>(var value) -> value;
      case Checked.Invalid<T>(var why) -> throw new AssertionError(why);
    };
  }

  private static String why(Checked<?> checked) {
    return switch (checked) {
      case Checked.Valid<?> _ -> throw new AssertionError("it is valid");
      case Checked.Invalid<?>(var why) -> why;
    };
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Agent agent(TlsFiles files, Balancer balancer, int port) {
    Agent agent = valid(Agent.start(at(port), files, Map.of(SHOP, balancer)));
    open.add(agent);
    return agent;
  }

  private Agent agent() throws Exception {
    return agent(authority.sign("localhost"), local, 0);
  }

  private Balancer remote(int port, TlsFiles files) {
    return remote(InetSocketAddress.createUnresolved("localhost", port), files, SHOP);
  }

  private Balancer remote(InetSocketAddress address, TlsFiles files, RolloutId rollout) {
    RemotePlan plan = new RemotePlan(rollout, "nginx", Set.of(Capability.WEIGHT), address, POOLS);
    Balancer remote = valid(RemoteBalancer.open(plan, files));
    open.add(remote);
    return remote;
  }

  private static String unavailable(Live live) {
    assertThat(live).isInstanceOf(Live.Unavailable.class);
    return ((Live.Unavailable) live).why();
  }

  @Test
  void anEngineSteersFromAfar() throws Exception {
    Agent agent = agent();
    Balancer remote = remote(agent.port(), engine);
    assertThat(remote.name()).isEqualTo("nginx at localhost:" + agent.port());
    assertThat(remote.router().capabilities()).containsExactly(Capability.WEIGHT);
    assertThat(remote.router().observe(SHOP)).isEqualTo(new Live.Unset());
    Live applied = remote.router().apply(SHOP, trial(10));
    assertThat(applied).isEqualTo(new Live.Routed(trial(10), Weight.percent(10), "e10.0"));
    assertThat(local.live).isEqualTo(applied);
    remote.router().release(SHOP);
    assertThat(local.released).isTrue();
  }

  @Test
  void whatIsCountedComesByItself() throws Exception {
    local.counted = sides("a", 90, 10);
    local.trouble = "half of the log is lost";
    local.health = new Workload.Health.Unavailable("no endpoint answers");
    local.show(Role.CANARY, V2, 7);
    Balancer remote = remote(agent().port(), engine);
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.counted()).isEqualTo(sides("a", 90, 10)));
    assertThat(remote.trouble()).contains("half of the log is lost");
    assertThat(remote.tidings()).isEqualTo(local.tidings());
    assertThat(remote.health(V1)).isEqualTo(local.health);
    assertThat(remote.checked(V2)).isTrue();
    assertThat(remote.checked(new Revision("v9"))).isFalse();
    Awaitility.await().until(() -> remote.checked(new Revision("v9")));
    assertThat(remote.signals(MINUTE).current(Role.CANARY).orElseThrow().latency().count())
        .isEqualTo(7);
    local.counted = sides("a", 91, 11);
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.counted()).isEqualTo(sides("a", 91, 11)));
  }

  @Test
  void aWindowThatWasNeverAskedForIsTheNearestUntilItCame() throws Exception {
    local.show(Role.CANARY, V2, 7);
    Balancer remote = remote(agent().port(), engine);
    Duration ten = Duration.ofSeconds(10);
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.signals(MINUTE).populations()).isNotEmpty());
    assertThat(remote.signals(ten).current(Role.CANARY)).isPresent();
    Awaitility.await().untilAsserted(() -> assertThat(remote.signals(ten).window()).isEqualTo(ten));
  }

  @Test
  void newRevisionsAreToldWithTheNextLetter() throws Exception {
    Balancer remote = remote(agent().port(), engine);
    Revision v3 = new Revision("v3");
    remote.revisions(List.of(new Pools.Pool("two", v3)));
    remote.router().apply(SHOP, trial(10));
    Awaitility.await("a letter written before may come after it")
        .untilAsserted(
            () ->
                assertThat(local.told)
                    .containsExactly(new Pools.Pool("one", V1), new Pools.Pool("two", v3)));
    Awaitility.await().until(() -> remote.checked(v3));
  }

  @Test
  void anAgentThatGoesAwayIsNamedAndItsCountsStay() throws Exception {
    local.counted = sides("a", 90, 10);
    Agent agent = agent();
    int port = agent.port();
    Balancer remote = remote(port, engine);
    remote.router().apply(SHOP, trial(10));
    Awaitility.await().untilAsserted(() -> assertThat(remote.counted()).isEqualTo(local.counted));
    agent.close();
    assertThat(unavailable(remote.router().observe(SHOP)))
        .startsWith("the agent at localhost:" + port);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(unavailable(remote.router().observe(SHOP)))
                    .isEqualTo(
                        "the agent at localhost:%d can not be reached (connection refused): is serin agent running there?"
                            .formatted(port)));
    assertThat(remote.counted()).isEqualTo(local.counted);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(remote.trouble().orElse(""))
                    .startsWith("no counts for ")
                    .contains("the agent at localhost:" + port));
    assertThat(local.live).isInstanceOf(Live.Routed.class);

    FakeBalancer anew = new FakeBalancer("nginx");
    anew.counted = sides("b", 1, 1);
    agent(authority.sign("localhost"), anew, port);
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.counted()).isEqualTo(sides("b", 1, 1)));
    assertThat(remote.router().observe(SHOP)).isEqualTo(new Live.Unset());
    assertThat(remote.trouble()).isEmpty();
  }

  /// It takes connections and never answers, until a real one is in its place.
  @Test
  void anAgentThatHangsIsWaitedForOnce() throws Exception {
    int port;
    Balancer remote;
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      remote = remote(port, engine);
      assertThat(unavailable(remote.router().observe(SHOP))).contains("gave no answer within");
      Awaitility.await("a hundred answers")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                for (int i = 0; i < 50; i++) {
                  assertThat(unavailable(remote.router().apply(SHOP, trial(10))))
                      .contains("gave no");
                  assertThat(unavailable(remote.router().observe(SHOP))).contains("gave no");
                }
              });
    }
    agent(authority.sign("localhost"), local, port);
    Awaitility.await()
        .untilAsserted(() -> assertThat(remote.router().observe(SHOP)).isEqualTo(new Live.Unset()));
    assertThat(remote.router().apply(SHOP, trial(10))).isInstanceOf(Live.Routed.class);
  }

  @Test
  void beforeAnAgentAnswersNothingIsCounted() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Balancer remote = remote(port, engine);
    assertThat(((Counted.Nothing) remote.counted()).why())
        .startsWith("the agent at localhost:" + port + " has told no counts yet");
    assertThat(remote.signals(MINUTE).populations()).isEmpty();
    assertThat(remote.checked(V1)).isFalse();
    assertThat(remote.health(V1)).isInstanceOf(Workload.Health.Unavailable.class);
  }

  @Test
  void anAgentWithoutTheRolloutSaysWhatItHas() throws Exception {
    RolloutId other = new RolloutId("default", "cart");
    InetSocketAddress address = InetSocketAddress.createUnresolved("localhost", agent().port());
    Balancer remote = remote(address, engine, other);
    assertThat(unavailable(remote.router().observe(other)))
        .endsWith(
            "refuses: the agent does not serve rollout default/cart; it serves default/shop: start it with this rollout's manifest");
    assertThat(unavailable(remote.router().observe(SHOP)))
        .endsWith("serves rollout default/cart, not default/shop");
  }

  @Test
  void ofAFleetOneKilledAgentIsNamedAndTheOtherKeepsItsWeight() throws Exception {
    FakeBalancer second = new FakeBalancer("nginx");
    Agent one = agent();
    Agent two = agent(authority.sign("localhost"), second, 0);
    Fleet fleet = new Fleet(List.of(remote(one.port(), engine), remote(two.port(), engine)));
    open.add(fleet);
    fleet.router().apply(SHOP, trial(20));
    assertThat(fleet.router().observe(SHOP)).isInstanceOf(Live.Routed.class);
    int port = two.port();
    two.close();
    assertThat(unavailable(fleet.router().observe(SHOP)))
        .startsWith("nginx at localhost:%d: the agent at".formatted(port));
    assertThat(local.live).isEqualTo(new Live.Routed(trial(20), Weight.percent(20), "e20.0"));
  }

  @Test
  void aCertificateForAnotherHostIsTold() throws Exception {
    Agent agent = agent(authority.sign("other.example"), local, 0);
    assertThat(unavailable(remote(agent.port(), engine).router().observe(SHOP)))
        .startsWith(
            "the certificate of the agent at localhost:%d is for another host: "
                .formatted(agent.port()));
  }

  @Test
  void anAgentCanBeKnownByItsAddress() throws Exception {
    Agent agent = agent(authority.sign("127.0.0.1"), local, 0);
    local.live = routed(10);
    InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", agent.port());
    assertThat(remote(address, engine, SHOP).router().observe(SHOP)).isEqualTo(routed(10));
  }

  @Test
  void anAgentOfAnotherAuthorityIsTold() throws Exception {
    TlsFiles foreign = new Authority(folder, "foreign").sign("localhost");
    TlsFiles trusting = new TlsFiles(foreign.certificate(), foreign.key(), authority.certificate());
    Agent agent = agent(trusting, local, 0);
    assertThat(unavailable(remote(agent.port(), engine).router().observe(SHOP)))
        .isEqualTo(
            "the certificate of the agent at localhost:%d is not signed by %s"
                .formatted(agent.port(), authority.certificate()));
  }

  @Test
  void anAgentWhoseCertificateHasExpiredIsTold() throws Exception {
    Agent agent = agent(authority.sign("localhost", Duration.ofMinutes(30)), local, 0);
    assertThat(unavailable(remote(agent.port(), engine).router().observe(SHOP)))
        .startsWith(
            "the certificate of the agent at localhost:%d has expired: ".formatted(agent.port()));
  }

  @Test
  void anEngineOfAnotherAuthorityIsRefused() throws Exception {
    TlsFiles foreign = new Authority(folder, "foreign").sign("engine");
    refused(new TlsFiles(foreign.certificate(), foreign.key(), authority.certificate()));
  }

  @Test
  void anEngineWhoseCertificateHasExpiredIsRefused() throws Exception {
    refused(authority.sign("engine", Duration.ofMinutes(30)));
  }

  private void refused(TlsFiles files) throws Exception {
    Agent agent = agent();
    Balancer remote = remote(agent.port(), files);
    // A connection that is closed at once may lose the alert that says why.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(unavailable(remote.router().apply(SHOP, trial(10))))
                    .startsWith(
                        "the agent at localhost:%d refuses this Serin's certificate %s ("
                            .formatted(agent.port(), files.certificate())));
    assertThat(local.live).isEqualTo(new Live.Unset());
  }

  @Test
  void filesThatCanNotBeUsedAreTold() throws Exception {
    TlsFiles good = authority.sign("localhost");
    Path missing = folder.resolve("missing.pem");
    assertThat(why(Agent.start(at(0), new TlsFiles(missing, good.key(), missing), Map.of())))
        .isEqualTo("the file %s is not there or can not be read".formatted(missing));
    Path broken = folder.resolve("broken.pem");
    Files.writeString(broken, "hello");
    TlsFiles wrong = new TlsFiles(good.certificate(), broken, good.authority());
    assertThat(why(Agent.start(at(0), wrong, Map.of())))
        .startsWith("the certificate %s, its key %s".formatted(good.certificate(), broken))
        .contains("can not be used: ");
    RemotePlan plan = new RemotePlan(SHOP, "nginx", Set.of(), at(1), POOLS);
    assertThat(why(RemoteBalancer.open(plan, wrong))).contains("can not be used: ");
  }

  @Test
  void aTakenAddressIsToldWithTheFix() throws Exception {
    Agent agent = agent();
    assertThat(why(Agent.start(at(agent.port()), authority.sign("localhost"), Map.of())))
        .startsWith("the agent can not listen at localhost:" + agent.port())
        .endsWith("is another one running there?");
  }
}

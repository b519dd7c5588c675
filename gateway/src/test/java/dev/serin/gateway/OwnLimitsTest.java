package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.pool.Attempts;
import dev.serin.gateway.pool.ConnectFailure;
import dev.serin.gateway.pool.EndpointPool;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.pool.RetryBudget;
import dev.serin.gateway.proxy.Switchboard;
import dev.serin.gateway.settings.Resilience;
import dev.serin.gateway.transport.Transport;
import dev.serin.signals.Series;
import dev.serin.signals.Signals;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway that is out of files or ports: no revision is to blame.
class OwnLimitsTest {
  /// A socket as it fails when the process has no file descriptor left.
  public static final class OutOfFiles extends NioSocketChannel {
    public OutOfFiles() {
      throw new ChannelException("no socket", new SocketException("Too many open files"));
    }
  }

  /// A socket as it fails when the machine has no local port left.
  public static final class OutOfPorts extends NioSocketChannel {
    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
      throw new BindException("Cannot assign requested address");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfFiles.class, OutOfPorts.class})
  void theRequestIsA503OfNoRevisionAndTheEndpointStaysAsItIs(Class<? extends SocketChannel> socket)
      throws Exception {
    Backend.HealthCheck often =
        new Backend.HealthCheck("", Duration.ofMillis(20), Duration.ofMillis(200), 1, 1);
    Switchboard switchboard = new Switchboard(Stage.OPTIONS);
    Transport transport =
        new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class, socket);
    Machine machine = new Machine(switchboard, transport);
    try (Origin origin = Origin.saying("ok")) {
      Backend backend = new Backend("b", Stage.STABLE, List.of(origin.endpoint()), often);
      Tenant tenant = new Tenant(Hosted.everywhere(Stage.ROLLOUT, List.of(backend)), Stage.OPTIONS);
      open(machine, switchboard, tenant);
      LiveEndpoint endpoint = tenant.backends().endpoints().iterator().next();
      Series series = tenant.routed().getFirst();
      try (Wire client = Wire.to(machine.doors().addresses().getFirst())) {
        for (int i = 1; i <= 3; i++) {
          client.lines("GET / HTTP/1.1", "Host: a");
          Wire.Message reply = client.receive();
          assertThat(reply.status()).isEqualTo(503);
          assertThat(reply.header("x-serin-error")).contains("the gateway itself");
        }
      }

      Awaitility.await().untilAsserted(() -> assertThat(endpoint.inFlight()).hasValue(0));
      Signals.Counts counts = series.population(Series.now(), 60, true).sinceStart();
      assertThat(switchboard.refusals().of(503)).isEqualTo(3);
      assertThat(counts.requests() + counts.connectErrors()).isZero();
      assertThat(series.population(Series.now(), 60, true).inFlight()).isZero();
      assertThat(endpoint.state()).isEqualTo(LiveEndpoint.State.UNKNOWN);
    } finally {
      machine.stop();
    }
  }

  private static void open(Machine machine, Switchboard switchboard, Tenant tenant) {
    Tenants tenants = new Tenants(switchboard.directory());
    tenants.add(tenant);
    MetricsPage page = new MetricsPage(tenants, switchboard, new DoorMetrics(machine));
    assertThat(machine.open(new AdminHandler(page, switchboard))).isEmpty();
    machine.start(() -> {});
    machine.checker().begin(tenant.backends().endpoints());
    assertThat(tenant.apply(Routing.allTo(Stage.STABLE), "here"))
        .isInstanceOf(TrafficRouter.Live.Routed.class);
    machine.doors().letIn();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectTimeoutException("late"), true),
        Arguments.of(new NoRouteToHostException("No route to host"), true),
        Arguments.of(new UnknownHostException("shop"), true),
        Arguments.of(new UnresolvedAddressException(), true),
        Arguments.of(new SocketException("Network is unreachable"), true),
        Arguments.of(new BindException("Cannot assign requested address"), false),
        Arguments.of(new SocketException("Too many open files"), false),
        Arguments.of(new ChannelException("no socket"), false),
        Arguments.of(new IOException("No buffer space available"), false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void onlyWhatTheEndpointDidCountsAgainstIt(Exception cause, boolean ofEndpoint) {
    assertThat(ConnectFailure.ofEndpoint(cause)).isEqualTo(ofEndpoint);
  }

  @Test
  void aNativeConnectExceptionIsJudgedByItsErrorNumber() {
    int noAddress = -99;
    if (Epoll.isAvailable()) {
      assertThat(nativeFailure(Errors.ERROR_ECONNREFUSED_NEGATIVE)).isTrue();
      assertThat(nativeFailure(-110)).isTrue();
      assertThat(nativeFailure(noAddress)).isFalse();
    } else {
      assertThat(ConnectFailure.ofEndpoint(new ConnectException("Connection refused"))).isTrue();
    }
  }

  private static boolean nativeFailure(int number) {
    try {
      Errors.handleConnectErrno("connect", number);
    } catch (IOException failure) {
      return ConnectFailure.ofEndpoint(failure);
    }
    throw new IllegalStateException("no exception for " + number);
  }

  @Test
  void aSocketThatHeardOfTheEndOfAnotherIsTriedOnceMore() {
    Backend.Endpoint well = new Backend.Endpoint(java.net.URI.create("http://127.0.0.1:1"), 1);
    Backend backend = new Backend("b", Stage.STABLE, List.of(well), Backend.HealthCheck.DEFAULT);
    LiveEndpoint endpoint =
        new LiveEndpoint(well, Backend.HealthCheck.DEFAULT, Backend.Protocol.HTTP_1);
    EndpointPool pool = new EndpointPool(backend, List.of(endpoint), Resilience.DEFAULT);
    Attempts attempts = new Attempts(pool, new RetryBudget(0, 1));

    assertThat(attempts.next()).isEqualTo(endpoint);
    assertThat(attempts.refused(new ClosedChannelException())).isFalse();
    assertThat(attempts.inconclusive()).isFalse();
    assertThat(attempts.next()).isEqualTo(endpoint);
    assertThat(attempts.refused(new ClosedChannelException())).isFalse();

    assertThat(attempts.inconclusive()).isTrue();
    assertThat(attempts.left()).isFalse();
  }

  @Test
  void anEndpointThatCouldNotBeTriedIsNotTriedAgainByTheSameRequest() {
    Backend.Endpoint dead = new Backend.Endpoint(java.net.URI.create("http://127.0.0.1:1"), 1);
    Backend backend = new Backend("b", Stage.STABLE, List.of(dead), Backend.HealthCheck.DEFAULT);
    LiveEndpoint endpoint =
        new LiveEndpoint(dead, Backend.HealthCheck.DEFAULT, Backend.Protocol.HTTP_1);
    EndpointPool pool = new EndpointPool(backend, List.of(endpoint), Resilience.DEFAULT);
    Attempts attempts = new Attempts(pool, new RetryBudget(0, 1));

    assertThat(attempts.next()).isEqualTo(endpoint);
    assertThat(attempts.refused(new BindException("no port"))).isFalse();

    assertThat(attempts.left()).isFalse();
    assertThat(attempts.inconclusive()).isTrue();
    assertThat(pool.pick(Set.of())).isEqualTo(endpoint);
    assertThat(endpoint.state()).isEqualTo(LiveEndpoint.State.UNKNOWN);
  }
}

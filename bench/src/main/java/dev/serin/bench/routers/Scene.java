package dev.serin.bench.routers;

import dev.serin.bench.http.Program;
import dev.serin.bench.http.Stage;
import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.log.LogDesk;
import dev.serin.routers.log.LogPlan;
import dev.serin.routers.log.LogSource;
import dev.serin.routers.log.OwnCount;
import dev.serin.routers.log.RouterLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Balancers in front of one origin, and the log that they send.
final class Scene implements AutoCloseable {
  private final Stage stage;
  private final LogDesk desk = new LogDesk();
  private final int log;
  private final boolean sticky;
  private final List<Balanced> balanced = new ArrayList<>();

  private Scene(Stage stage, boolean sticky) throws IOException {
    this.stage = stage;
    this.sticky = sticky;
    this.log = Stage.freePorts(1).getFirst();
  }

  /// Starts everything.
  ///
  /// @param sticky true when clients of a plain HAProxy stay with a server
  static Scene open(List<Way> ways, boolean sticky) throws IOException {
    Scene scene = new Scene(Stage.open(List.of(), false), sticky);
    try {
      for (Way way : ways) {
        scene.start(way);
      }
      return scene;
    } catch (IOException | IllegalStateException failed) {
      scene.close();
      throw failed;
    }
  }

  private void start(Way way) throws IOException {
    List<Integer> free = Stage.freePorts(2);
    Place place = new Place(stage, way, free.getFirst(), free.getLast(), log);
    Host host =
        switch (way.kind()) {
          case NGINX -> new NginxHost(place);
          case HAPROXY -> new HaproxyHost(place, sticky);
        };
    Program program = host.start();
    stage.awaitReady();
    Optional<Balanced.Steering> steering =
        way.isPlain() ? Optional.empty() : Optional.of(steer(way, host));
    balanced.add(new Balanced(way, program, steering));
  }

  private Balanced.Steering steer(Way way, Host host) throws IOException {
    RolloutId id = new RolloutId("bench", way.key());
    BalancedRollout rollout =
        new BalancedRollout(
            id,
            backend("stable", Balanced.STABLE, stage.ports().stable()),
            backend("canary", Balanced.CANARY, stage.ports().canary()),
            List.of(),
            List.of());
    PoolRouter router = host.steer(rollout);
    boolean users = !way.mechanism().equals("weights");
    LogPlan plan =
        new LogPlan(
            id,
            way.kind() == Way.Kind.NGINX ? LogSource.NGINX : LogSource.HAPROXY,
            rollout.pools(),
            users ? LogPlan.Sending.EACH_USER : LogPlan.Sending.EACH_REQUEST,
            way.logSample());
    return new Balanced.Steering(id, router, receive(plan));
  }

  private RouterLog receive(LogPlan plan) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), log);
    return switch (desk.open(address, plan, OwnCount.NONE)) {
      case Checked.Valid<RouterLog>(RouterLog open) -> open;
      case Checked.Invalid<RouterLog>(String why) -> throw new IllegalStateException(why);
    };
  }

  private static Backend backend(String name, Revision revision, int port) {
    return new Backend(
        name,
        revision,
        List.of(new Backend.Endpoint(URI.create("http://127.0.0.1:" + port), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  /// In the order that was asked for.
  List<Balanced> balanced() {
    return balanced;
  }

  /// A `wrk` that loads one of them.
  List<String> load(Balanced one, int seconds) {
    return stage.load(
        "wrk", "-t1", "-c" + Order.CONNECTIONS, "-d" + seconds + "s", "--latency", one.url());
  }

  @Override
  public void close() {
    balanced.forEach(one -> one.steering().ifPresent(by -> by.log().close()));
    desk.close();
    stage.close();
  }
}

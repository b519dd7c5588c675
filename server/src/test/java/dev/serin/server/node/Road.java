package dev.serin.server.node;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Balancer;
import dev.serin.routers.Pools;
import dev.serin.routers.Tidings;
import dev.serin.routers.agent.Agent;
import dev.serin.routers.agent.TlsFiles;
import dev.serin.signals.SignalBook;
import dev.serin.signals.Signals;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Load balancers that outlive the nodes that steer them, over a real agent. They note each routing
/// that is not what the store says at the moment in which it is asked for.
final class Road implements AutoCloseable {
  private final Map<RolloutId, Lane> lanes = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final RolloutStore store;
  private final Agent agent;
  private final String settings;

  private Road(RolloutStore store, Path folder, List<RolloutId> rollouts) throws Exception {
    this.store = store;
    rollouts.forEach(id -> lanes.put(id, new Lane(id)));
    X509Bundle root =
        new CertificateBuilder()
            .subject("CN=root")
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned();
    Path authority = folder.resolve("root.pem");
    Files.writeString(authority, root.getCertificatePEM());
    TlsFiles own = sign(root, folder, "agent", authority);
    TlsFiles engine = sign(root, folder, "engine", authority);
    this.agent =
        switch (Agent.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), own, Map.copyOf(lanes))) {
          case Checked.Valid(var started) -> started;
          case Checked.Invalid(var why) -> throw new IllegalStateException(why);
        };
    this.settings =
        "serin/haproxy: {agents: [\"127.0.0.1:%d\"], tls: {certificate: %s, key: %s, authority: %s}}"
            .formatted(agent.port(), engine.certificate(), engine.key(), authority);
  }

  /// @param store that the nodes use too
  /// @param folder for certificates
  static Road open(RolloutStore store, Path folder, List<RolloutId> rollouts) throws Exception {
    return new Road(store, folder, rollouts);
  }

  private static TlsFiles sign(X509Bundle root, Path folder, String name, Path authority)
      throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .ecp256()
            .notBefore(Instant.now().minus(Duration.ofHours(1)))
            .notAfter(Instant.now().plus(Duration.ofDays(1)))
            .buildIssuedBy(root);
    Path certificate = folder.resolve(name + ".crt");
    Path key = folder.resolve(name + ".key");
    Files.writeString(certificate, bundle.getCertificatePathPEM());
    Files.writeString(key, bundle.getPrivateKeyPEM());
    return new TlsFiles(certificate, key, authority);
  }

  /// What a manifest says in `plugins`.
  String settings() {
    return settings;
  }

  /// How a rollout's users go now; null before the first routing.
  @Nullable Routing now(RolloutId id) {
    return lane(id).routing;
  }

  /// How often a rollout's routing was asked for.
  int asked(RolloutId id) {
    return lane(id).asked;
  }

  private Lane lane(RolloutId id) {
    Lane lane = lanes.get(id);
    if (lane == null) {
      throw new IllegalArgumentException("no lane of " + id);
    }
    return lane;
  }

  /// What was asked for that the store did not say.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() {
    agent.close();
  }

  /// The load balancer of one rollout.
  private final class Lane implements Balancer, TrafficRouter {
    private final RolloutId id;
    private final SignalBook book = new SignalBook(1, 1);
    private volatile @Nullable Routing routing;
    private volatile int asked;

    Lane(RolloutId id) {
      this.id = id;
    }

    @Override
    public String name() {
      return "road";
    }

    @Override
    public TrafficRouter router() {
      return this;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.WEIGHT);
    }

    @Override
    public Live observe(RolloutId rollout) {
      Routing now = routing;
      return now == null ? new Live.Unset() : new Live.Routed(now, now.weight(), now.toString());
    }

    @Override
    public synchronized Live apply(RolloutId rollout, Routing desired) {
      store
          .find(id)
          .map(stored -> stored.status().routing())
          .filter(said -> !said.equals(desired))
          .ifPresent(said -> wrong.add("%s: %s, not %s".formatted(id, desired, said)));
      routing = desired;
      asked++;
      return observe(rollout);
    }

    @Override
    public void release(RolloutId rollout) {
      wrong.add(id + " was released");
    }

    @Override
    public Workload.Health health(Revision revision) {
      return new Workload.Health.Available();
    }

    @Override
    public boolean checked(Revision revision) {
      return true;
    }

    @Override
    public Counted counted() {
      return new Counted.Nothing("nothing is counted");
    }

    @Override
    public Signals signals(Duration window) {
      return book.snapshot(window, book.all());
    }

    @Override
    public Tidings tidings() {
      return new Tidings(0, 0, OptionalLong.empty());
    }

    @Override
    public Optional<String> trouble() {
      return Optional.empty();
    }

    @Override
    public void revisions(List<Pools.Pool> pools) {}

    @Override
    public void close() {}
  }
}

package dev.serin.gateway.pool;

import dev.serin.core.engine.Backend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/// One server of a pool as it is now: its address, its load and its health.
public final class LiveEndpoint {
  /// Whether it can be given requests.
  public enum State {
    /// No check has ended yet.
    UNKNOWN,
    /// It answers.
    UP,
    /// It does not.
    DOWN
  }

  private final URI url;
  private final Backend.HealthCheck check;
  private final int weight;
  private final Backend.Protocol protocol;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile InetSocketAddress address;
  private volatile State state = State.UNKNOWN;
  private volatile String reason = "has not been checked yet";
  private volatile boolean retired;
  private volatile long retiredAt;
  private final Probation probation = new Probation();
  private int successes;
  private int failures;

  /// An endpoint that was not checked yet.
  public LiveEndpoint(
      Backend.Endpoint endpoint, Backend.HealthCheck check, Backend.Protocol protocol) {
    this.url = endpoint.url();
    this.weight = endpoint.weight();
    this.check = check;
    this.protocol = protocol;
    this.address = InetSocketAddress.createUnresolved(url.getHost(), port(url));
    resolve();
  }

  private static int port(URI url) {
    return url.getPort() < 0 ? 80 : url.getPort();
  }

  /// True when it is what a new list of backends asks for, so that it can stay.
  public boolean is(Backend.Endpoint endpoint, Backend backend) {
    return url.equals(endpoint.url())
        && weight == endpoint.weight()
        && check.equals(backend.healthCheck())
        && protocol == backend.protocol();
  }

  /// Finds the address of a host.
  public interface Names {
    InetAddress find(String host) throws UnknownHostException;
  }

  /// Looks its host's name up again. Blocks; an address that was found stays when none is found,
  /// and its health with it.
  public void resolve() {
    resolve(InetAddress::getByName);
  }

  public void resolve(Names names) {
    try {
      String host = url.getHost().replace("[", "").replace("]", "");
      address = new InetSocketAddress(names.find(host), port(url));
    } catch (UnknownHostException unknown) {
      if (address.isUnresolved()) {
        failed("its host is not known: " + unknown.getMessage());
      }
    }
  }

  public URI url() {
    return url;
  }

  /// What a request that names no host is given, `host:port`.
  public String authority() {
    return url.getAuthority();
  }

  public InetSocketAddress address() {
    return address;
  }

  public Backend.HealthCheck check() {
    return check;
  }

  public State state() {
    return state;
  }

  /// Why it is not up.
  public String reason() {
    return reason;
  }

  public AtomicInteger inFlight() {
    return inFlight;
  }

  /// Its share inside the pool, 1 or more.
  public int weight() {
    return weight;
  }

  /// How loaded it is for its weight.
  public double load() {
    return (double) inFlight.get() / weight;
  }

  /// What it speaks.
  public Backend.Protocol protocol() {
    return protocol;
  }

  public boolean retired() {
    return retired;
  }

  /// It gets no new requests any more.
  public void retire() {
    retiredAt = System.nanoTime();
    retired = true;
  }

  /// When that began, on the monotonic clock.
  public long retiredAt() {
    return retiredAt;
  }

  /// What its own answers say of it.
  Probation probation() {
    return probation;
  }

  /// True while it gets no requests because it failed too many.
  public boolean ejected() {
    return probation.ejected(System.nanoTime());
  }

  /// How often it was ejected.
  public long ejections() {
    return probation.ejections();
  }

  /// It is new among endpoints that serve already.
  void join() {
    probation.comeBack(System.nanoTime());
  }

  /// A check succeeded.
  public synchronized void succeeded() {
    failures = 0;
    if (++successes >= check.healthyThreshold() || state == State.UNKNOWN) {
      if (state == State.DOWN) {
        probation.comeBack(System.nanoTime());
      }
      state = State.UP;
      reason = "";
    }
  }

  /// A check failed.
  public synchronized void failed(String why) {
    successes = 0;
    if (++failures >= check.unhealthyThreshold() || state != State.UP) {
      state = State.DOWN;
      reason = why;
    }
  }

  /// A request could not connect: it is down until checks succeed.
  public synchronized void refused(String why) {
    successes = 0;
    failures = check.unhealthyThreshold();
    state = State.DOWN;
    reason = why;
  }
}

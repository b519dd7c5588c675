package dev.serin.server.site;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.Gateway;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Place;
import dev.serin.server.Refusal;
import dev.serin.server.router.Balancers;
import dev.serin.server.router.Carrier;
import dev.serin.server.router.Carriers;
import dev.serin.server.router.GatewayCarrier;
import dev.serin.server.router.RouterChoice;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What users meet: one gateway for all rollouts that it carries, and the load balancers of the
/// others. Rollouts may come and go.
public final class Fronts implements AutoCloseable {
  private final GatewayOptions options;
  private final @Nullable Gateway gateway;
  private final Balancers balancers = new Balancers();
  private final Carriers carriers = new Carriers();

  private Fronts(GatewayOptions options, @Nullable Gateway gateway) {
    this.options = options;
    this.gateway = gateway;
  }

  /// Opens what the rollouts need.
  ///
  /// @throws Refusal when one of them can not be reached, or not serve what it is to serve; nothing
  ///     is open then
  public static Fronts open(List<Hosting> rollouts, GatewayOptions options) {
    boolean needed = rollouts.stream().anyMatch(Fronts::byGateway);
    Fronts fronts = new Fronts(options, needed ? gateway(options) : null);
    try {
      rollouts.forEach(fronts::add);
    } catch (Refusal refused) {
      fronts.close();
      throw refused;
    }
    return fronts;
  }

  /// Opens a gateway for rollouts that come later.
  ///
  /// @throws Refusal when it can not listen
  public static Fronts empty(GatewayOptions options) {
    return new Fronts(options, gateway(options));
  }

  private static Gateway gateway(GatewayOptions options) {
    return switch (Gateway.open(options)) {
      case Gateway.Opened.Listening(var gateway) -> gateway;
      case Gateway.Opened.Refused(var why) -> throw new Refusal(why);
    };
  }

  /// Carries a rollout too.
  ///
  /// @throws Refusal when its router can not be reached, or not serve what it is to serve; it is
  ///     not carried then
  public Carrier add(Hosting rollout) {
    Carrier carrier =
        byGateway(rollout)
            ? hosted(rollout)
            : balancers.open(rollout.front().router(), rollout.balanced());
    carriers.put(rollout.id(), carrier);
    try {
      refuseAbsent(rollout, carrier);
    } catch (Refusal refused) {
      remove(rollout.id());
      throw refused;
    }
    return carrier;
  }

  /// Carries a rollout no more. Behind a load balancer its traffic stays as it is; the gateway does
  /// not know it any longer.
  public void remove(RolloutId rollout) {
    carriers.remove(rollout);
  }

  /// The carriers of all rollouts.
  public Carriers carriers() {
    return carriers;
  }

  /// The gateway; null when no rollout is carried by it.
  public @Nullable Gateway gateway() {
    return gateway;
  }

  private static boolean byGateway(Hosting rollout) {
    return rollout.front().router().kind() == RouterChoice.Kind.GATEWAY;
  }

  /// A router that is not there is told before anything begins; a run that goes on waits for it.
  private static void refuseAbsent(Hosting rollout, Carrier carrier) {
    if (!rollout.front().patient()
        && carrier.router().observe(rollout.id())
            instanceof TrafficRouter.Live.Unavailable(var why)) {
      throw new Refusal("nothing was started, because " + why);
    }
  }

  private Carrier hosted(Hosting rollout) {
    if (gateway == null) {
      throw new Refusal("there is no gateway here that could carry rollout " + rollout.id());
    }
    try {
      gateway.serve(rollout.hosted());
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(String.valueOf(unusable.getMessage()));
    }
    String url = HostPort.url(gateway.address(), options.entrances().getFirst());
    return new GatewayCarrier(
        gateway,
        rollout.id(),
        address(url, rollout.front().places()),
        HostPort.url(gateway.adminAddress()));
  }

  /// Where users find a rollout: the gateway, unless only some hosts or paths lead to it.
  private static String address(String url, List<Place> places) {
    return places.contains(Place.ANYWHERE)
        ? url
        : url + " as " + places.stream().map(Place::toString).collect(Collectors.joining(", "));
  }

  /// Lets requests in flight end, and stops. Traffic through load balancers stays as it is.
  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
    carriers.close();
    balancers.close();
  }
}

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What users meet in a run: one gateway for all rollouts that it carries, if there are such, and
/// the load balancers of the others.
///
/// @param gateway null when no rollout is carried by it
public record Fronts(@Nullable Gateway gateway, Balancers balancers, Carriers carriers)
    implements AutoCloseable {
  /// Opens what the rollouts need.
  ///
  /// @throws Refusal when one of them can not be reached, or not serve what it is to serve; nothing
  ///     is open then
  public static Fronts open(List<Hosting> rollouts, GatewayOptions options) {
    List<Hosting> ours = rollouts.stream().filter(Fronts::byGateway).toList();
    Balancers balancers = new Balancers();
    @Nullable Gateway gateway = ours.isEmpty() ? null : gateway(ours, options);
    Map<RolloutId, Carrier> carriers = new LinkedHashMap<>();
    try {
      for (Hosting rollout : rollouts) {
        carriers.put(
            rollout.id(),
            gateway != null && byGateway(rollout)
                ? carrier(gateway, rollout, options)
                : balancers.open(rollout.front().router(), rollout.balanced()));
        refuseAbsent(rollout, carriers.get(rollout.id()));
      }
    } catch (Refusal refused) {
      new Fronts(gateway, balancers, new Carriers(carriers)).close();
      throw refused;
    }
    return new Fronts(gateway, balancers, new Carriers(carriers));
  }

  private static boolean byGateway(Hosting rollout) {
    return rollout.front().router().kind() == RouterChoice.Kind.GATEWAY;
  }

  /// A router that is not there is told before anything begins; a run that goes on waits for it.
  private static void refuseAbsent(Hosting rollout, @Nullable Carrier carrier) {
    if (carrier != null
        && !rollout.front().patient()
        && carrier.router().observe(rollout.id())
            instanceof TrafficRouter.Live.Unavailable(var why)) {
      throw new Refusal("nothing was started, because " + why);
    }
  }

  private static Gateway gateway(List<Hosting> rollouts, GatewayOptions options) {
    return switch (Gateway.open(options)) {
      case Gateway.Opened.Listening(var gateway) -> {
        try {
          rollouts.forEach(hosting -> gateway.serve(hosting.hosted()));
        } catch (IllegalArgumentException unusable) {
          gateway.close();
          throw new Refusal(String.valueOf(unusable.getMessage()));
        }
        yield gateway;
      }
      case Gateway.Opened.Refused(var why) -> throw new Refusal(why);
    };
  }

  private static Carrier carrier(Gateway gateway, Hosting rollout, GatewayOptions options) {
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

package dev.serin.gateway;

import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.route.RouteTable;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.signals.Series;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells comparisons what the gateway counted of both sides.
///
/// A request is counted as routed when it is sent on its way, not when it is over: the share of
/// the routed is then that of the split, however slow a side is. What a side answered since an
/// earlier look may so be more than what was routed to it since.
final class GatewayTraffic implements TrafficSignals {
  private final Tenants tenants;

  GatewayTraffic(Tenants tenants) {
    this.tenants = tenants;
  }

  @Override
  public Counted counted(RolloutId asked) {
    Tenant tenant = tenants.find(asked);
    if (tenant == null) {
      return new Counted.Nothing(tenants.unknown(asked));
    }
    RouteTable table = tenant.table();
    while (true) {
      Counted counted = counted(table);
      RouteTable after = tenant.table();
      // One request of each event loop may still be routed by a table that was just replaced and
      // be counted under the next: too few to move a share.
      if (Objects.equals(after, table)) {
        return counted;
      }
      table = after;
    }
  }

  private static Counted counted(@Nullable RouteTable table) {
    if (table == null) {
      return new Counted.Nothing("the gateway has no routing yet, so it counted nothing");
    }
    if (table.stable().revision().equals(table.canary().revision())) {
      return new Counted.Nothing(
          "all traffic goes to revision %s; there is no canary to compare with it"
              .formatted(table.stable().revision()));
    }
    Series stable = table.stable().series();
    Series canary = table.canary().series();
    return new Counted.Sides(
        stable.epoch() + "/" + canary.epoch(), split(table), stable.served(), canary.served());
  }

  private static Split split(RouteTable table) {
    boolean perRequest =
        table.splitter().stickiness() instanceof Stickiness.None && table.headers().isEmpty();
    double share = (double) table.routing().weight().ppm() / Weight.SCALE;
    return new Split(table.etag(), share, perRequest);
  }
}

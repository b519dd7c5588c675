package dev.serin.gateway.route;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.settings.Stickiness;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A routing ready to be used by many threads: it never changes, a change is a new table.
///
/// @param etag differs between any two tables
/// @param stable gets what the canary does not
/// @param canary the same revision as `stable` when there is none
public record RouteTable(
    Routing routing,
    String etag,
    Side stable,
    Side canary,
    Splitter splitter,
    List<RequestRule> headers,
    List<MirrorRule> mirrors) {

  /// Which requests are copied to the canary.
  ///
  /// @param percentage 0 to 100
  public record MirrorRule(List<RequestRule> match, int percentage) {}

  /// Where a request goes.
  ///
  /// @param newId the value of the cookie that the response shall set; null for none
  /// @param mirror where a copy goes; null for no copy
  public record Route(Side side, @Nullable String newId, @Nullable Side mirror) {}

  /// Makes a routing ready to be used.
  ///
  /// @throws com.google.re2j.PatternSyntaxException when a pattern is none
  public static RouteTable of(
      RolloutId rollout, Routing routing, Stickiness stickiness, Sides sides) {
    String release = rollout + "\n" + routing.canary();
    return new RouteTable(
        routing,
        sides.etag(),
        sides.stable(),
        sides.canary(),
        Splitter.of(stickiness, release, routing.weight()),
        routing.headers().stream()
            .filter(route -> !route.match().isEmpty())
            .map(route -> RequestRule.ofHeaders(route.match()))
            .toList(),
        routing.mirrors().stream()
            .map(
                route ->
                    new MirrorRule(
                        route.match().stream().map(RequestRule::of).toList(), route.percentage()))
            .toList());
  }

  /// The two populations of a table.
  public record Sides(String etag, Side stable, Side canary) {}

  /// The same for requests that come in at another of the rollout's places.
  ///
  /// @param place its index
  /// @param route as it is shown
  public RouteTable at(int place, String route) {
    return new RouteTable(
        routing,
        etag,
        stable.at(place, route),
        canary.at(place, route),
        splitter,
        headers,
        mirrors);
  }

  /// Decides where a request goes: first the header routes, then the weight.
  ///
  /// @param client the client's address
  /// @param random for the share of requests that is mirrored
  public Route route(RequestHead head, String client, RandomGenerator random) {
    if (routing.stable().equals(routing.canary())) {
      return new Route(stable, null, null);
    }
    for (RequestRule header : headers) {
      if (header.fits(head)) {
        return new Route(canary, null, null);
      }
    }
    Splitter.Share share = splitter.share(head, client);
    if (share.canary()) {
      return new Route(canary, share.newId(), null);
    }
    return new Route(stable, share.newId(), mirrored(head, random) ? canary : null);
  }

  /// True when a request may go to this revision.
  public boolean serves(Revision revision) {
    boolean ofCanary = routing.weight().ppm() > 0 || !headers.isEmpty() || !mirrors.isEmpty();
    boolean ofStable = routing.weight().ppm() < Weight.SCALE;
    return routing.stable().equals(routing.canary())
        ? revision.equals(routing.stable())
        : (ofStable && revision.equals(routing.stable()))
            || (ofCanary && revision.equals(routing.canary()));
  }

  private boolean mirrored(RequestHead head, RandomGenerator random) {
    for (MirrorRule mirror : mirrors) {
      for (RequestRule rule : mirror.match()) {
        if (rule.fits(head)) {
          return !head.wantsUpgrade() && random.nextInt(100) < mirror.percentage();
        }
      }
    }
    return false;
  }
}

package dev.serin.routers.nginx;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import dev.serin.routers.Refusals;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// One look at an nginx: is what it was asked last in force, and did somebody else change it?
///
/// @param last what it was asked
record Look(Installation installation, Routing last, Pools pools) {
  /// @throws IOException when the switches can not be read
  Live live() throws IOException {
    Optional<Pools.Turn> turn = pools.turn(last);
    if (turn.isEmpty()) {
      return Refusals.noPool("nginx", pools, last);
    }
    Switchboard.Setting setting = installation.board().of(last, turn.get(), pools);
    Map<String, String> files = installation.folder().read().orElse(Map.of());
    Probe.Answer answer = installation.probe().ask(Switchboard.etag(files));
    return switch (answer) {
      case Probe.Answer.Silent(String why) -> new Live.Unavailable(silent(why));
      case Probe.Answer.Stranger _ -> stranger();
      case Probe.Answer.Runs runs -> live(setting, files, runs);
    };
  }

  private String place() {
    return NginxSettings.written(installation.include().settings().probe());
  }

  private String silent(String why) {
    return "nginx does not answer its probe at %s: is it running, and does its configuration include %s/*.http? (%s)"
        .formatted(place(), installation.include().settings().includes(), why);
  }

  /// Nginx answers, but its configuration does not hold this rollout.
  private Live stranger() throws IOException {
    Optional<String> difference = installation.difference();
    return installation.exists() && difference.isPresent()
        ? drifted(last, last.weight(), difference.get() + ", and nginx was reloaded")
        : new Live.Unavailable(installation.unknown());
  }

  private Live live(Switchboard.Setting setting, Map<String, String> files, Probe.Answer.Runs runs)
      throws IOException {
    if (!files.equals(setting.files())) {
      return changed(files);
    }
    Optional<String> difference = installation.difference();
    if (difference.isPresent()) {
      return drifted(last, setting.canary(), difference.get());
    }
    if (!installation.isInForce(runs)) {
      return drifted(
          last,
          setting.canary(),
          "it runs other files than those in %s: it was reloaded while they were edited"
              .formatted(installation.include().settings().includes()));
    }
    if (!runs.seen()) {
      return new Live.Unavailable(
          "nginx' workers do not see the switches in %s: its user must be able to read that folder and all above it"
              .formatted(installation.folder().place()));
    }
    return runs.state().equals(setting.state())
        ? new Live.Routed(last, setting.canary(), setting.etag())
        : drifted(last, setting.canary(), otherState(runs, setting));
  }

  private static String otherState(Probe.Answer.Runs runs, Switchboard.Setting setting) {
    return "its workers split by %s, and the file says %s".formatted(runs.state(), setting.state());
  }

  private Live changed(Map<String, String> files) {
    Routing now = installation.board().foreign(last, files, pools);
    String what =
        "the switches in %s %s"
            .formatted(
                installation.folder().place(),
                files.isEmpty() ? "are gone, and no canary gets anything" : "were changed");
    String weight =
        now.weight().equals(last.weight())
            ? ""
            : ": %s goes to %s, not %s".formatted(now.weight(), last.canary(), last.weight());
    return drifted(now, now.weight(), what + weight);
  }

  private Live drifted(Routing routing, Weight effective, String how) {
    return new Live.Drifted(
        routing,
        effective,
        "nginx at %s: %s".formatted(place(), how),
        installation.include().settings().onDrift());
  }
}

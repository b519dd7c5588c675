package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A way to get a share of the users to the second pool, which is one part of the generated
/// configuration and one of the switches.
interface Split {
  /// Which one it is.
  NginxSettings.Mechanism mechanism();

  /// Lines for the level of `http`.
  List<String> http();

  /// Lines for the location that users reach, which put 1 or 2 into `$serin_number`.
  List<String> location();

  /// Lines for the location of the probe, which put a word into `$serin_state`.
  List<String> probe();

  /// More locations of the probe's server.
  default List<String> locations() {
    return List.of();
  }

  /// A share in numbers.
  ///
  /// @param canary the canary's share of the users
  /// @param second true when the second pool is the canary
  /// @param salt differs from release to release, so that the next one begins with other users
  Share share(Weight canary, boolean second, int salt);

  /// The share that the second pool has by these switches; empty when they say nothing of it.
  Optional<Weight> toSecond(Map<String, String> switches);

  /// Brings the switches into nginx, when that needs more than their being there.
  ///
  /// @param etag of the switches
  /// @return what went wrong; empty when nothing did
  Optional<String> bring(Probe probe, Control control, String etag);

  /// Switches for one share.
  ///
  /// @param state what the probe says when it is in force
  /// @param canary what the canary really gets
  record Share(Map<String, String> switches, String state, Weight canary) {}

  /// The one that the settings ask for.
  ///
  /// @param folder of the switches
  static Split of(NginxSettings.Mechanism mechanism, Names names, String folder) {
    return switch (mechanism) {
      case AUTO, FILES -> new FileSplit(folder);
      case LUA -> new LuaSplit(names, folder);
      case RELOAD -> new ReloadSplit(names, folder);
    };
  }
}

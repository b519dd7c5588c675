package dev.serin.routers.nginx;

import dev.serin.core.traffic.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A split by files that stand for users: each request looks for its own. Stock nginx can do it,
/// and
/// a weight is new at once, for all workers, without a reload.
///
/// @param folder of the switches
record FileSplit(String folder) implements Split {
  private static final String STATE = "files";

  @Override
  public NginxSettings.Mechanism mechanism() {
    return NginxSettings.Mechanism.FILES;
  }

  @Override
  public List<String> http() {
    return List.of();
  }

  /// The first line also gives the other two variables their values, since all come from one `map`.
  @Override
  public List<String> location() {
    return List.of(
        "set $serin_number 1;",
        "if (-f %s/$serin_bucket) { set $serin_number 2; }".formatted(folder),
        "if (-f %s/$serin_digits4) { set $serin_number 2; }".formatted(folder),
        "if (-f %s/$serin_digits2) { set $serin_number 2; }".formatted(folder));
  }

  @Override
  public List<String> probe() {
    return List.of("set $serin_state %s;".formatted(STATE));
  }

  @Override
  public Share share(Weight canary, boolean second, int salt) {
    Buckets buckets = Buckets.of(canary, salt);
    Map<String, String> switches = new TreeMap<>();
    (second ? buckets : buckets.others()).files().forEach(name -> switches.put(name, ""));
    return new Share(switches, STATE, buckets.share());
  }

  @Override
  public Optional<Weight> toSecond(Map<String, String> switches) {
    return Optional.of(Buckets.share(switches.keySet()));
  }

  @Override
  public Optional<String> bring(Probe probe, Control control, String etag) {
    return Optional.empty();
  }
}

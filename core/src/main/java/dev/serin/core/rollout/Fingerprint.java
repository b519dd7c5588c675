package dev.serin.core.rollout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// A short text that changes when the steps of a plan do, and is the same in every process.
final class Fingerprint {
  private Fingerprint() {}

  static String of(List<Step> steps) {
    CRC32 sum = new CRC32();
    String text = steps.stream().map(Fingerprint::text).collect(Collectors.joining("\n"));
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static String text(Step step) {
    return switch (step) {
      case Step.Experiment(var settings) -> "experiment " + ordered(settings);
      case Step.Plugin(var name, var settings) -> "plugin " + name + " " + ordered(settings);
      case Step.SetWeight _,
          Step.Pause _,
          Step.SetCanaryScale _,
          Step.Analysis _,
          Step.SetHeaderRoute _,
          Step.SetMirrorRoute _ ->
          step.toString();
    };
  }

  /// The tree with the keys of its maps in order.
  private static Object ordered(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(String.valueOf(key), ordered(value)));
      return sorted;
    }
    if (tree instanceof List<?> list) {
      return list.stream().map(Fingerprint::ordered).toList();
    }
    return tree;
  }
}

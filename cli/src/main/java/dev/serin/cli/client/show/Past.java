package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What happened to a rollout, what people asked of it, and what else they did to it; each oldest
/// first.
public record Past(List<Seen> transitions, List<Seen> commands, List<Seen> deeds) {
  /// Copies its lists.
  public Past {
    transitions = List.copyOf(transitions);
    commands = List.copyOf(commands);
    deeds = List.copyOf(deeds);
  }

  /// All in the order of their times. When they can not be told apart, what was asked comes first.
  public List<Seen> together() {
    return Stream.of(deeds, commands, transitions)
        .flatMap(List::stream)
        .sorted(Comparator.comparing(entry -> entry.time("at").orElse(Instant.EPOCH)))
        .toList();
  }

  /// For scripts: `items`, `commands` and `deeds`.
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("items", transitions.stream().map(Seen::tree).toList());
    tree.put("commands", commands.stream().map(Seen::tree).toList());
    tree.put("deeds", deeds.stream().map(Seen::tree).toList());
    return tree;
  }
}

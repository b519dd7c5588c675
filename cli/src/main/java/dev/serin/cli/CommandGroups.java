package dev.serin.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;

/// The commands in the help of `serin`, by what they are for.
final class CommandGroups implements IHelpSectionRenderer {
  private static final int NAME = 14;
  private static final SequencedMap<String, List<String>> GROUPS = groups();

  private static SequencedMap<String, List<String>> groups() {
    SequencedMap<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Release on this machine", List.of("run", "demo"));
    groups.put(
        "Rollouts of a server",
        List.of("apply", "list", "get", "watch", "status", "explain", "history", "undo", "delete"));
    groups.put(
        "Act on a rollout, at a server or on this machine",
        List.of("promote", "abort", "pause", "resume", "retry", "skip"));
    groups.put("Servers", List.of("server", "login", "context", "token", "backup", "restore"));
    groups.put("Manifests and statistics", List.of("lint", "plan", "eval", "compare", "judge"));
    groups.put("Load balancers", List.of("nginx", "haproxy", "agent"));
    return groups;
  }

  @Override
  public String render(Help help) {
    Map<String, Help> commands = help.subcommands();
    SequencedSet<String> left = new LinkedHashSet<>(commands.keySet());
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, names) -> {
          List<String> known = names.stream().filter(commands::containsKey).toList();
          known.forEach(left::remove);
          text.append(group(help, title, known));
        });
    return text.append(group(help, "Serin itself", new ArrayList<>(left))).toString();
  }

  private static String group(Help help, String title, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    int width = help.commandSpec().usageMessage().width();
    TextTable table =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(NAME, 2, Column.Overflow.SPAN),
            new Column(width - NAME, 0, Column.Overflow.WRAP));
    for (String name : names) {
      String description = first(help.subcommands(), name);
      table.addRowValues(
          help.colorScheme().commandText(name), help.colorScheme().text(description));
    }
    return "%n%s:%n".formatted(title) + table;
  }

  private static String first(Map<String, Help> commands, String name) {
    Help command = Objects.requireNonNull(commands.get(name));
    String[] description = command.commandSpec().usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }
}

package dev.serin.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The completion script for fish.
final class Fish {
  private Fish() {}

  static String script(CommandLine serin) {
    StringBuilder script = new StringBuilder("# fish completion for serin\n");
    commands(script, serin, "__fish_use_subcommand", "");
    return script.toString();
  }

  /// @param when the commands of `parent` are offered
  /// @param path the words before them, each as a condition
  private static void commands(StringBuilder script, CommandLine parent, String when, String path) {
    for (Map.Entry<String, CommandLine> entry : parent.getSubcommands().entrySet()) {
      CommandLine command = entry.getValue();
      String seen = path + "__fish_seen_subcommand_from " + entry.getKey();
      script
          .append("complete -c serin -n '")
          .append(when)
          .append("' -f -a ")
          .append(entry.getKey())
          .append(" -d ")
          .append(quoted(first(command.getCommandSpec().usageMessage().description())))
          .append('\n');
      command.getCommandSpec().options().forEach(o -> option(script, seen, o));
      String none = String.join(" ", command.getSubcommands().keySet());
      commands(
          script, command, seen + "; and not __fish_seen_subcommand_from " + none, seen + "; and ");
    }
  }

  private static void option(StringBuilder script, String when, OptionSpec option) {
    script.append("complete -c serin -n '").append(when).append('\'');
    for (String name : option.names()) {
      script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    script.append(option.arity().max() > 0 ? " -r" : "");
    script.append(" -d ").append(quoted(first(option.description()))).append('\n');
  }

  private static String first(String... lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

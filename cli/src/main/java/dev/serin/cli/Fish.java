package dev.serin.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The completion script for fish.
final class Fish {
  private Fish() {}

  static String script(CommandLine serin) {
    StringBuilder script = new StringBuilder("# fish completion for serin\n");
    for (Map.Entry<String, CommandLine> entry : serin.getSubcommands().entrySet()) {
      CommandLine command = entry.getValue();
      script
          .append("complete -c serin -n __fish_use_subcommand -f -a ")
          .append(entry.getKey())
          .append(" -d ")
          .append(quoted(first(command.getCommandSpec().usageMessage().description())))
          .append('\n');
      command.getCommandSpec().options().forEach(o -> option(script, entry.getKey(), o));
    }
    return script.toString();
  }

  private static void option(StringBuilder script, String command, OptionSpec option) {
    script
        .append("complete -c serin -n '__fish_seen_subcommand_from ")
        .append(command)
        .append('\'');
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

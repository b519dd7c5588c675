package dev.serin.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import dev.serin.cli.client.ServerTrouble;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.Refusal;
import dev.serin.server.logs.Logs;
import dev.serin.server.router.RouterChoice.Kind;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `serin` command.
public final class Main {
  private Main() {}

  /// Runs `serin` and ends the process with its exit code.
  public static void main(String[] args) {
    Logs.silence();
    // Terminals take UTF-8; not all of them obey a change to the character set with lines in it.
    System.setProperty("org.jline.utils.disableAlternateCharset", "true");
    System.exit(execute(Console.system(args), args));
  }

  /// Runs `serin` in this process.
  ///
  /// @return the exit code
  public static int execute(Console console, String... args) {
    CommandLine serin = commandLine(console);
    try {
      return serin.execute(args);
    } catch (LinkageError | VirtualMachineError broken) {
      return failed(console, broken);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  static CommandLine commandLine(Console console) {
    CommandLine serin = new CommandLine(new SerinCommand());
    commands(console).forEach(serin::addSubcommand);
    serin.addSubcommand(context(console));
    serin.addSubcommand(token(console));
    serin.addSubcommand(new AgentCommand(console));
    serin.addSubcommand(balancer(console, new BalancerCommand.Nginx(), Kind.NGINX));
    serin.addSubcommand(balancer(console, new BalancerCommand.Haproxy(), Kind.HAPROXY));
    serin.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new CommandGroups());
    return serin
        .setOut(console.out())
        .setErr(console.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(28)
        .setParameterExceptionHandler((wrong, _) -> usage(console, wrong))
        .setExecutionExceptionHandler((failure, _, _) -> failed(console, failure));
  }

  private static CommandLine balancer(Console console, BalancerCommand command, Kind kind) {
    return new CommandLine(command)
        .addSubcommand(new BalancerCommand.Init(console, kind))
        .addSubcommand(new BalancerCommand.Remove(console, kind));
  }

  private static CommandLine context(Console console) {
    return new CommandLine(new ContextCommand())
        .addSubcommand(new ContextCommand.Listed(console))
        .addSubcommand(new ContextCommand.Current(console))
        .addSubcommand(new ContextCommand.Use(console))
        .addSubcommand(new ContextCommand.Add(console))
        .addSubcommand(new ContextCommand.Remove(console));
  }

  private static CommandLine token(Console console) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new TokenCommand.Create(console))
        .addSubcommand(new TokenCommand.Listed(console))
        .addSubcommand(new TokenCommand.Revoke(console));
  }

  private static List<Object> commands(Console console) {
    return List.of(
        new RunCommand(console),
        new DemoCommand(console),
        new ServerCommand(console),
        new ArchiveCommand.Backup(console),
        new ArchiveCommand.Restore(console),
        new LoginCommand(console),
        new ApplyCommand(console),
        new ListCommand(console),
        new GetCommand(console),
        new WatchCommand(console),
        new StatusCommand(console),
        new ExplainCommand(console),
        new HistoryCommand(console),
        new UndoCommand(console),
        new DeleteCommand(console),
        new PromoteCommand(console),
        new AbortCommand(console),
        new RequestCommand.Pause(console),
        new RequestCommand.Resume(console),
        new RequestCommand.Retry(console),
        new RequestCommand.Skip(console),
        new LintCommand(console),
        new EvalCommand(console),
        new CompareCommand(console),
        new PlanCommand(console),
        new JudgeCommand(console),
        new CompletionCommand(console),
        new VersionCommand(console));
  }

  /// One line: what is wrong, and what would be right.
  private static int usage(Console console, ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    console.fail(name + ": " + what(wrong) + suggestion(wrong) + "; see " + name + " --help");
    debug(console, wrong);
    return ExitCode.WRONG;
  }

  private static String what(ParameterException wrong) {
    boolean root = wrong.getCommandLine().getParent() == null;
    return root && wrong instanceof UnmatchedArgumentException unmatched
        ? "there is no command '" + unmatched.getUnmatched().getFirst() + "'"
        : firstLine(String.valueOf(wrong.getMessage()));
  }

  private static String suggestion(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String word = unmatched.getUnmatched().getFirst();
    List<String> begun =
        wrong.getCommandLine().getSubcommands().keySet().stream()
            .filter(name -> name.startsWith(word) || word.startsWith(name))
            .toList();
    List<String> near =
        begun.isEmpty()
            ? unmatched.getSuggestions().stream()
                .map(s -> s.replaceFirst("^.* ", ""))
                .sorted(Comparator.comparingInt(String::length))
                .limit(3)
                .toList()
            : begun;
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  private static int failed(Console console, Throwable failure) {
    String message = failure.getMessage();
    boolean told =
        failure instanceof Refusal
            || failure instanceof StoreException
            || failure instanceof ServerTrouble;
    console.fail(
        told
            ? "serin: " + message
            : "serin: this should not happen: " + failure + "; SERIN_DEBUG=1 shows where");
    debug(console, failure);
    return failure instanceof Refusal ? ExitCode.WRONG : ExitCode.UNDECIDED;
  }

  private static void debug(Console console, Throwable failure) {
    if (console.environment().getOrDefault("SERIN_DEBUG", "").equals("1")) {
      failure.printStackTrace(console.err());
      console.err().flush();
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }
}

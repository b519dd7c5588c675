package dev.serin.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `serin` itself: only its help.
@Command(
    name = "serin",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Releases a new version to a few users, watches it beside the old one, and widens or takes back"
          + " the release by itself.",
      ""
    },
    commandListHeading = "",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Begin here:",
      "  serin demo                  watch a canary succeed; nothing to install",
      "  serin demo --fault errors   watch one being taken back",
      "  serin run rollout.yaml --stable http://host:9001 --canary http://host:9002",
      "  serin login URL             let the commands go to a server",
      "",
      "Exit codes: 0 done or promoted, 1 rolled back, Degraded or refused, 2 wrong",
      "            manifest or command, 3 undecided or no answer, 130 interrupted twice.",
      "Environment: SERIN_SERVER, SERIN_TOKEN, SERIN_CA_CERT (which server),",
      "             SERIN_STATE (state folder), NO_COLOR, SERIN_DEBUG=1 (traces)."
    })
@SuppressWarnings("UnusedVariable") // picocli reads the fields.
final class SerinCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colours; NO_COLOR does the same.")
  private boolean noColour;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}

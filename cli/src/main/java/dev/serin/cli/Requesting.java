package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Order;
import dev.serin.cli.client.Ordering;
import dev.serin.cli.client.Outcome;
import dev.serin.cli.client.Target;
import dev.serin.cli.client.Wanted;
import dev.serin.cli.console.Console;
import dev.serin.cli.run.Asking;
import dev.serin.server.Refusal;
import java.util.Optional;

/// Asks something of a rollout where it is: at a server when one is chosen, else in the state
/// folder
/// of a `serin run` on this machine.
///
/// What the command line says decides first: `--state` or `--server` and `--context`; then
/// `SERIN_SERVER`, then `SERIN_STATE`, then the current context; then the usual state folder.
final class Requesting {
  private final Console console;
  private final RequestOptions options;

  Requesting(Console console, RequestOptions options) {
    this.console = console;
    this.options = options;
  }

  /// Asks, and tells the answer.
  ///
  /// @param command as a server calls it
  /// @param asking the same for a state folder
  /// @return the exit code
  int ask(String command, Asking asking) {
    Outcome outcome =
        server()
            .map(target -> atServer(target, Order.of(command, asking.verb(), options.reason)))
            .orElseGet(
                () ->
                    asking.ask(
                        options.state.folder(console.environment()),
                        options.rollout.name,
                        options.wait));
    return RequestCommand.tell(console, options.output.layout, outcome);
  }

  private Optional<Target> server() {
    Wanted wanted = options.server.wanted();
    if (options.state.isGiven() && wanted.named()) {
      throw new Refusal(
          "--state names rollouts of this machine, --server and --context those of a server; give"
              + " one of them");
    }
    if (options.state.isGiven()) {
      return Optional.empty();
    }
    boolean folder = !variable("SERIN_STATE").isEmpty() && variable("SERIN_SERVER").isEmpty();
    return folder && !wanted.named() ? Optional.empty() : wanted.choose(console);
  }

  private String variable(String name) {
    return console.environment().getOrDefault(name, "").strip();
  }

  private Outcome atServer(Target target, Order order) {
    try (Api api = new Api(target, console)) {
      return new Ordering(api, options.wait).ask(api.named(options.rollout.name), order);
    }
  }
}

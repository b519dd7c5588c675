package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.routers.BalancedRollout;
import dev.serin.server.Refusal;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.router.Setup;
import dev.serin.server.site.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Prepares the load balancer of a rollout, before it is run and after.
public final class Preparation {
  private final Console console;
  private final RouterChoice.Kind kind;

  /// @param kind which balancer the command line names
  public Preparation(Console console, RouterChoice.Kind kind) {
    this.console = console;
    this.kind = kind;
  }

  /// Which rollout.
  ///
  /// @param name which of the manifests' rollouts; empty when there is only one
  public record Order(List<Path> files, String name) {
    /// Copies its list.
    public Order {
      files = List.copyOf(files);
    }

    RunPlan plan() {
      return new RunPlan(Proposal.texts(files), name, Targets.NONE, RunOrder.Surroundings.at(null));
    }
  }

  /// Does it, and tells what came of it.
  ///
  /// @return the exit code
  /// @throws Refusal when the manifests hold no such rollout, or one that the balancer can not
  ///     carry
  public int carryOut(Order order, Function<Setup, Setup.Outcome> what) {
    Proposal proposal = Proposal.read(order.plan());
    RouterChoice router = RouterChoice.named(kind, proposal.rollout().spec().strategy());
    try {
      BalancedRollout rollout = Balanced.of(proposal, router);
      return tell(what.apply(Setup.of(router, rollout)));
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(String.valueOf(unusable.getMessage()));
    }
  }

  private int tell(Setup.Outcome outcome) {
    return switch (outcome.kind()) {
      case DONE -> {
        console.out().println(outcome.text());
        yield ExitCode.DONE;
      }
      case NEEDS_A_PERSON -> {
        console.out().println(outcome.text());
        yield ExitCode.UNDECIDED;
      }
      case FAILED -> {
        console.fail("serin: " + outcome.text());
        yield ExitCode.REFUSED;
      }
    };
  }
}

package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Balancer;
import dev.serin.routers.agent.Agent;
import dev.serin.routers.agent.TlsFiles;
import dev.serin.server.Refusal;
import dev.serin.server.router.Balancers;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.site.HostPort;
import dev.serin.server.site.Targets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lets a Serin elsewhere steer this machine's load balancers.
public final class AgentRun {
  private final Console console;

  /// An agent that does not answer yet.
  public AgentRun(Console console) {
    this.console = console;
  }

  /// What a command line says.
  ///
  /// @param listen `host:port`
  /// @param router in place of the manifests'; null for theirs
  public record Order(List<Path> files, String listen, TlsFiles tls, @Nullable String router) {
    /// Copies its list.
    public Order {
      files = List.copyOf(files);
    }
  }

  /// Answers until it is interrupted. Traffic stays where it is then.
  ///
  /// @return the exit code
  /// @throws Refusal when it can not begin
  public int serve(Order order) {
    RunPlan plan =
        new RunPlan(
            Proposal.texts(order.files()), "", Targets.NONE, RunOrder.Surroundings.at(null));
    Map<RolloutId, Balancer> balancers = new LinkedHashMap<>();
    try (Balancers all = new Balancers()) {
      for (Proposal proposal : Proposal.each(plan)) {
        RouterChoice router = router(proposal, order.router());
        balancers.put(proposal.rollout().id(), all.local(router, Balanced.of(proposal, router)));
      }
      return serve(order, balancers);
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(String.valueOf(unusable.getMessage()));
    } finally {
      balancers.values().forEach(Balancer::close);
    }
  }

  private static RouterChoice router(Proposal proposal, @Nullable String asked) {
    return switch (RouterChoice.of(proposal.rollout().spec().strategy(), asked)) {
      case Checked.Invalid<RouterChoice>(var why) -> throw new Refusal(why);
      case Checked.Valid<RouterChoice>(var router)
          when router.kind() == RouterChoice.Kind.GATEWAY ->
          throw new Refusal(
              "rollout "
                  + proposal.rollout().id()
                  + " names no load balancer for an agent: add plugins with serin/nginx or"
                  + " serin/haproxy, or say --router nginx or haproxy");
      case Checked.Valid<RouterChoice>(var router) -> router;
    };
  }

  private int serve(Order order, Map<RolloutId, Balancer> balancers) {
    switch (Agent.start(HostPort.parse("--listen", order.listen()), order.tls(), balancers)) {
      case Checked.Invalid<Agent>(var why) -> throw new Refusal(why);
      case Checked.Valid<Agent>(var agent) -> {
        try (agent) {
          String served =
              balancers.entrySet().stream()
                  .map(one -> one.getKey() + " through " + one.getValue().name())
                  .collect(Collectors.joining(", "));
          String host = order.listen().substring(0, order.listen().lastIndexOf(':'));
          console
              .out()
              .println("the agent listens at " + host + ":" + agent.port() + " for " + served);
          console.out().flush();
          awaitEnd();
        }
      }
    }
    return ExitCode.DONE;
  }

  private static void awaitEnd() {
    CountDownLatch end = new CountDownLatch(1);
    try (Interrupts _ = Interrupts.listen(end::countDown, end::countDown)) {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

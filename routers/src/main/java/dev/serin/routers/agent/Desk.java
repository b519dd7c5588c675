package dev.serin.routers.agent;

import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Balancer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Answers the letters of engines with what this machine's load balancers say.
final class Desk {
  private static final int LONGEST_WINDOW = 600;

  private final Map<RolloutId, Balancer> balancers;

  Desk(Map<RolloutId, Balancer> balancers) {
    this.balancers = Map.copyOf(balancers);
  }

  /// What is answered to a letter, whatever is in it.
  Answer answer(byte[] letter) {
    return switch (Wire.read(letter, Ask.Letter.class)) {
      case Checked.Invalid<Ask.Letter>(var why) ->
          new Answer.Refused("the agent can not read this: " + why);
      case Checked.Valid<Ask.Letter>(var read) -> answer(read);
    };
  }

  private Answer answer(Ask.Letter letter) {
    if (letter.version() != Ask.VERSION) {
      return new Answer.Refused(
          "the agent speaks version %d of the protocol, and was asked in version %d: run the same Serin on both machines"
              .formatted(Ask.VERSION, letter.version()));
    }
    Balancer balancer = balancers.get(letter.rollout());
    if (balancer == null) {
      String known =
          new TreeSet<>(balancers.keySet().stream().map(RolloutId::toString).toList())
              .stream().collect(Collectors.joining(", "));
      return new Answer.Refused(
          "the agent does not serve rollout %s; it serves %s: start it with this rollout's manifest"
              .formatted(letter.rollout(), known));
    }
    if (!letter.pools().isEmpty()) {
      balancer.revisions(letter.pools());
    }
    return answer(letter, balancer);
  }

  private static Answer answer(Ask.Letter letter, Balancer balancer) {
    RolloutId rollout = letter.rollout();
    return switch (letter.ask()) {
      case Ask.Observe() -> new Answer.Routed(balancer.router().observe(rollout));
      case Ask.Apply(var routing) -> new Answer.Routed(balancer.router().apply(rollout, routing));
      case Ask.Release() -> {
        balancer.router().release(rollout);
        yield new Answer.Routed(balancer.router().observe(rollout));
      }
      case Ask.Look look -> looked(look, balancer);
    };
  }

  private static Answer looked(Ask.Look look, Balancer balancer) {
    Optional<String> trouble = balancer.trouble();
    return new Answer.Looked(
        balancer.counted(),
        look.windows().stream()
            .map(seconds -> Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_WINDOW)))
            .map(balancer::signals)
            .toList(),
        balancer.tidings(),
        trouble.orElse(""),
        look.revisions().stream()
            .map(it -> new Answer.Pulse(it, balancer.health(it), balancer.checked(it)))
            .toList());
  }
}

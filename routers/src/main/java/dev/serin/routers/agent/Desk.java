package dev.serin.routers.agent;

import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Balancer;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers the letters of engines with what this machine's load balancers say.
final class Desk {
  private final Map<RolloutId, Served> served;

  Desk(Map<RolloutId, Balancer> balancers) {
    this.served =
        balancers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> new Served(entry.getValue())));
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
    Served asked = served.get(letter.rollout());
    return asked == null
        ? new Answer.Refused(
            "the agent does not serve rollout %s; it serves %s: start it with this rollout's manifest"
                .formatted(letter.rollout(), names()))
        : asked.answer(letter);
  }

  private String names() {
    return served.keySet().stream()
        .map(RolloutId::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}

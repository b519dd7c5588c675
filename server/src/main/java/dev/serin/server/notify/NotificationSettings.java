package dev.serin.server.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// How people and programs outside are told of rollouts, as a file says it; [NotificationFile]
/// reads
/// it.
public final class NotificationSettings {
  private final Map<String, Destination> services;
  private final Map<String, Wording> wordings;
  private final Map<String, Trigger> triggers;
  private final List<Subscription.Standing> standing;
  private final Set<String> usual;
  private final Pace pace;

  NotificationSettings(
      Map<String, Destination> services, Texts texts, Subscribers subscribers, Pace pace) {
    this.services = Map.copyOf(services);
    this.wordings = texts.wordings();
    this.triggers = texts.triggers();
    this.standing = subscribers.standing();
    this.usual = subscribers.usual();
    this.pace = pace;
  }

  /// What makes messages, and what they say.
  record Texts(Map<String, Wording> wordings, Map<String, Trigger> triggers) {
    /// Copies its maps.
    Texts {
      wordings = Map.copyOf(wordings);
      triggers = Map.copyOf(triggers);
    }
  }

  /// Who gets messages.
  ///
  /// @param usual the triggers of annotations that name none
  record Subscribers(List<Subscription.Standing> standing, Set<String> usual) {
    /// Copies its collections.
    Subscribers {
      standing = List.copyOf(standing);
      usual = Set.copyOf(usual);
    }
  }

  /// How patient the sending is.
  ///
  /// @param first the pause after the first failure; it doubles with each one
  /// @param most the longest pause
  /// @param giveUp the age at which a message that nobody takes is given up
  /// @param keep how long messages that ended are listed
  record Pace(Duration first, Duration most, Duration giveUp, Duration keep) {
    static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofDays(7));
  }

  Map<String, Destination> services() {
    return services;
  }

  Pace pace() {
    return pace;
  }

  /// How a trigger's messages are written; as usual for one that is not there any more.
  Wording wording(String trigger) {
    Trigger known = triggers.get(trigger);
    return known == null ? Wording.USUAL : wordings.getOrDefault(known.wording(), Wording.USUAL);
  }

  /// The triggers that a transition with this reason pulls.
  List<Trigger> triggers(String reason) {
    return triggers.values().stream().filter(it -> it.reasons().contains(reason)).toList();
  }

  /// Everybody who wants to hear of a rollout, each once.
  List<Subscription> subscriptions(String namespace, Map<String, String> annotations) {
    return Stream.concat(
            standing.stream().flatMap(it -> it.in(namespace)),
            Subscription.of(annotations, usual).stream())
        .distinct()
        .toList();
  }
}

package dev.serin.server.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who is to get the messages of a trigger.
///
/// @param recipient within the service, such as a channel or an address; empty for whom the service
///     itself knows
record Subscription(String trigger, String service, String recipient) {
  private static final Pattern ANNOTATION =
      Pattern.compile(
          "notifications\\.argoproj\\.io/subscribe(?:\\.(?<trigger>[^.]+))?\\.(?<service>[^.]+)");

  /// A subscription of every rollout, or of those in some namespaces.
  ///
  /// @param namespaces empty for all
  record Standing(
      Set<String> triggers, String service, List<String> recipients, Set<String> namespaces) {
    /// Copies its collections.
    Standing {
      triggers = Set.copyOf(triggers);
      recipients = List.copyOf(recipients);
      namespaces = Set.copyOf(namespaces);
    }

    /// What it comes to for a rollout.
    Stream<Subscription> in(String namespace) {
      return namespaces.isEmpty() || namespaces.contains(namespace)
          ? triggers.stream()
              .flatMap(
                  trigger -> recipients.stream().map(it -> new Subscription(trigger, service, it)))
          : Stream.of();
    }
  }

  /// The subscriptions of a rollout's annotations, as Argo reads them:
  /// `notifications.argoproj.io/subscribe.TRIGGER.SERVICE: RECIPIENT;RECIPIENT`.
  ///
  /// @param usual the triggers of an annotation that names none
  static List<Subscription> of(Map<String, String> annotations, Set<String> usual) {
    List<Subscription> all = new ArrayList<>();
    annotations.forEach(
        (name, value) -> {
          Matcher form = ANNOTATION.matcher(name);
          if (form.matches()) {
            String trigger = form.group("trigger");
            for (String recipient : recipients(value)) {
              (trigger == null ? usual.stream() : Stream.of(trigger))
                  .forEach(it -> all.add(new Subscription(it, form.group("service"), recipient)));
            }
          }
        });
    return all;
  }

  private static List<String> recipients(String value) {
    List<String> all =
        Stream.of(value.split(";", -1)).map(String::strip).filter(it -> !it.isEmpty()).toList();
    return all.isEmpty() ? List.of("") : all;
  }
}

package dev.serin.server.notify;

import dev.serin.core.rollout.RolloutId;
import dev.serin.providers.http.HttpCaller;
import dev.serin.server.metrics.DeliveryMetrics;
import dev.serin.server.rollouts.Rollouts;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Outbox;
import dev.serin.server.store.Outbox.Message;
import dev.serin.server.store.Outbox.Notice;
import dev.serin.server.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells people and programs outside of rollouts, at least once: as long as it is open each
/// transition that is saved through its store is turned into messages, also one of another node.
public final class Notifications implements AutoCloseable {
  private final NotificationSettings settings;
  private final Around around;
  private final Outbox outbox;
  private final Map<String, Sender> senders;
  private final Postman postman;

  /// What notifications work with.
  ///
  /// @param annotations of a rollout's manifest, for its own subscriptions
  /// @param externalUrl where people see the server, such as `https://serin.example.org`; empty for
  ///     not known
  /// @param environment where the configuration's `env:` leads
  public record Around(
      HttpCaller http,
      Function<RolloutId, Map<String, String>> annotations,
      String externalUrl,
      Map<String, String> environment,
      DeliveryMetrics metrics) {
    /// Leaves a slash at the end of the address out.
    public Around {
      externalUrl = externalUrl.replaceFirst("/+$", "");
      environment = Map.copyOf(environment);
    }
  }

  private Notifications(Store store, NotificationSettings settings, Around around) {
    this.settings = settings;
    this.around = around;
    this.outbox = store.outbox();
    this.senders = senders();
    this.postman =
        new Postman(
            outbox,
            new Postman.Round(this::messages, this::send, settings.pace(), around.metrics()));
  }

  /// Begins to tell.
  public static Notifications open(Store store, NotificationSettings settings, Around around) {
    return new Notifications(store, settings, around);
  }

  /// The annotations of the rollouts' manifests.
  public static Function<RolloutId, Map<String, String>> annotations(Rollouts rollouts) {
    return id ->
        rollouts
            .document(new DocumentId("Rollout", id.namespace(), id.name()))
            .map(document -> annotations(document.content()))
            .orElse(Map.of());
  }

  private static Map<String, String> annotations(Map<String, Object> manifest) {
    Map<String, String> all = new HashMap<>();
    if (manifest.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations) {
      annotations.forEach((name, value) -> all.put(String.valueOf(name), String.valueOf(value)));
    }
    return all;
  }

  /// Says that something was saved, so that nobody waits for the next look. Never waits.
  public void wake() {
    postman.wake();
  }

  /// The messages, as they are listed.
  Outbox outbox() {
    return outbox;
  }

  Set<String> services() {
    return senders.keySet();
  }

  private Map<String, Sender> senders() {
    WebSending web = new WebSending(around.http(), around.environment(), InstantSource.system());
    return settings.services().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                service ->
                    switch (service.getValue()) {
                      case Destination.Chat chat -> new ChatSender(web, chat);
                      case Destination.Webhook hook -> new WebhookSender(web, hook);
                      case Destination.Events events ->
                          new EventSender(web, events, around.externalUrl());
                      case Destination.Mail mail -> new MailSender(mail, around.environment());
                    }));
  }

  private List<Message> messages(Notice notice) {
    Map<String, Trigger> pulled =
        settings.triggers(notice.transition().reason()).stream()
            .collect(Collectors.toMap(Trigger::name, Function.identity()));
    if (pulled.isEmpty()) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    for (Subscription subscription :
        settings.subscriptions(notice.id().namespace(), around.annotations().apply(notice.id()))) {
      Trigger trigger = pulled.get(subscription.trigger());
      if (trigger != null) {
        String id = UUID.randomUUID().toString();
        messages.add(
            new Message(
                id,
                trigger.name(),
                subscription.service(),
                subscription.recipient(),
                notice.id(),
                Letter.about(notice, trigger, id, around.externalUrl()).json()));
      }
    }
    return messages;
  }

  private Sent send(Message message) {
    Sender sender = senders.get(message.service());
    if (sender == null) {
      return new Sent.Later(
          "there is no service \""
              + message.service()
              + "\" in the notification configuration; there are: "
              + String.join(", ", senders.keySet().stream().sorted().toList()));
    }
    try {
      Wording wording = settings.wording(message.event());
      return sender.send(
          new Sender.Addressed(Letter.parse(message.document()), wording, message.recipient()));
    } catch (IllegalArgumentException e) {
      return new Sent.Never(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Sent.Later("the sending broke: " + e);
    }
  }

  /// Sends a letter at once that says that it is a test.
  ///
  /// @throws IllegalArgumentException when there is no such service
  Sent test(String service, String recipient, String by) {
    Sender sender = senders.get(service);
    if (sender == null) {
      throw new IllegalArgumentException("there is no service " + service);
    }
    try {
      Letter letter = Letter.test(UUID.randomUUID().toString(), by);
      return sender.send(new Sender.Addressed(letter, Wording.USUAL, recipient));
    } catch (IllegalArgumentException e) {
      return new Sent.Never(String.valueOf(e.getMessage()));
    }
  }

  /// Lets what is on its way come to its end, and stops.
  @Override
  public void close() {
    postman.close();
  }
}

package dev.serin.server.notify;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import dev.serin.providers.http.WebAddress;
import dev.serin.server.notify.NotificationSettings.Pace;
import dev.serin.server.notify.NotificationSettings.Subscribers;
import dev.serin.server.notify.NotificationSettings.Texts;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads a document whose fields are all known; what is wrong with their values goes to the
/// problems.
final class NotificationReading {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);
  private static final String HOW = "write env:VARIABLE or file:/path/of/the/secret";

  private final Value document;
  private final Problems problems;
  private final Map<String, String> environment;

  NotificationReading(Value document, Problems problems, Map<String, String> environment) {
    this.document = document;
    this.problems = problems;
    this.environment = environment;
  }

  NotificationSettings settings() {
    Map<String, Destination> services = new HashMap<>();
    document.at("services").fields().forEach((name, it) -> service(name, it, services));
    Map<String, Wording> wordings = new HashMap<>();
    document.at("templates").fields().forEach((name, it) -> wordings.put(name, wording(it)));
    Map<String, Trigger> triggers = new HashMap<>(Trigger.KNOWN);
    document
        .at("triggers")
        .fields()
        .forEach((name, it) -> triggers.put(name, trigger(name, it, wordings)));
    List<Subscription.Standing> standing =
        document.at("subscriptions").items().stream()
            .map(it -> standing(it, services.keySet(), triggers.keySet()))
            .toList();
    Set<String> usual = triggers(document.at("defaultTriggers"), triggers.keySet());
    return new NotificationSettings(
        services, new Texts(wordings, triggers), new Subscribers(standing, usual), pace());
  }

  private void service(String name, Value service, Map<String, Destination> services) {
    List<String> kinds = List.copyOf(service.fields().keySet());
    if (kinds.size() != 1) {
      problems.error(
          "service-kind",
          service,
          "the service \"" + name + "\" must be of one kind, but names " + kinds.size(),
          "write one of slack, webhook, cloudEvents, email below it");
      return;
    }
    if (name.contains(".")) {
      problems.error(
          "service-name",
          service,
          "the service \"" + name + "\" has a dot in its name, so no annotation can name it",
          "take the dot out");
    }
    Value kind = service.at(kinds.getFirst());
    services.put(
        name,
        switch (kinds.getFirst()) {
          case "slack" -> new Destination.Chat(address(kind.at("url")), timeout(kind));
          case "webhook" -> webhook(kind);
          case "cloudEvents" -> events(kind);
          default -> mail(kind);
        });
  }

  private Destination webhook(Value kind) {
    String body = kind.at("body").text();
    write(kind.at("body"), Wording.Place.JSON, body);
    String method = kind.at("method").present() ? kind.at("method").text() : "POST";
    return new Destination.Webhook(target(kind), method, body);
  }

  private Destination events(Value kind) {
    Destination.Events.Mode mode =
        kind.at("mode").text().equals("binary")
            ? Destination.Events.Mode.BINARY
            : Destination.Events.Mode.STRUCTURED;
    return new Destination.Events(target(kind), mode, kind.at("source").text());
  }

  private Destination mail(Value kind) {
    Destination.Mail.Security security =
        kind.at("security").present()
            ? Destination.Mail.Security.valueOf(kind.at("security").text().toUpperCase(Locale.ROOT))
            : Destination.Mail.Security.STARTTLS;
    int usual =
        switch (security) {
          case STARTTLS -> 587;
          case TLS -> 465;
          case NONE -> 25;
        };
    int port = kind.at("port").whole(usual);
    if (port < 1 || port > 65_535) {
      problems.error("invalid-value", kind.at("port"), "port is " + port, "write 1 to 65535");
    }
    return new Destination.Mail(
        new Destination.Mail.Server(kind.at("host").text(), port, security, timeout(kind)),
        kind.at("from").text(),
        kind.at("username").text(),
        kind.at("password").present() ? hidden(kind.at("password")) : Secret.NONE);
  }

  private Destination.Target target(Value kind) {
    Map<String, Secret> headers = new HashMap<>();
    kind.at("headers").fields().forEach((name, value) -> headers.put(name, there(value)));
    return new Destination.Target(
        address(kind.at("url")),
        headers,
        kind.at("secret").present() ? hidden(kind.at("secret")) : Secret.NONE,
        timeout(kind));
  }

  /// A URL, or where one is.
  private Secret address(Value value) {
    Secret secret = there(value);
    try {
      secret.read(environment).ifPresent(url -> WebAddress.parse(value.path(), url));
    } catch (IllegalArgumentException e) {
      problems.error(
          "invalid-value",
          value,
          secret.isReference() ? secret + " holds no address" : String.valueOf(e.getMessage()),
          "write https://HOST/PATH");
    }
    return secret;
  }

  /// A text that must not stand in the file itself.
  private Secret hidden(Value value) {
    if (!new Secret(value.text()).isReference()) {
      problems.error(
          "secret-in-clear", value, value.path() + " must not be written into this file", HOW);
    }
    return there(value);
  }

  private Secret there(Value value) {
    Secret secret = new Secret(value.text());
    if (secret.isReference() && secret.read(environment).isEmpty()) {
      problems.error(
          "secret-missing",
          value,
          value.path() + " is taken from " + secret + ", and there is nothing",
          "set it before the server starts");
    }
    return secret;
  }

  private Wording wording(Value template) {
    String title = template.at("title").text();
    String text = template.at("text").text();
    write(template.at("title"), Wording.Place.TEXT, title);
    write(template.at("text"), Wording.Place.TEXT, text);
    return new Wording(title, text);
  }

  private void write(Value value, Wording.Place place, String template) {
    try {
      place.write(template, Letter.SAMPLE.values());
    } catch (IllegalArgumentException e) {
      problems.error(
          "template",
          value,
          value.path() + ": " + e.getMessage(),
          "there are: " + String.join(", ", Letter.SAMPLE.values().keySet()));
    }
  }

  private Trigger trigger(String name, Value value, Map<String, Wording> wordings) {
    Trigger known =
        Trigger.KNOWN.getOrDefault(
            name, new Trigger(name, Set.of(), "has news", Trigger.Severity.INFO, Trigger.USUAL));
    Set<String> reasons = new HashSet<>(known.reasons());
    value.at("reasons").items().forEach(it -> reason(it, reasons));
    if (reasons.isEmpty()) {
      problems.error(
          "trigger",
          value,
          "the trigger \"" + name + "\" names no reasons",
          "add reasons: [" + Trigger.REASONS.getFirst() + "]");
    }
    Value template = value.at("template");
    if (template.present() && !wordings.containsKey(template.text())) {
      problems.error(
          "invalid-value",
          template,
          "there is no template \"" + template.text() + "\"",
          "add it below templates");
    }
    return new Trigger(
        name,
        reasons,
        value.at("happened").present() ? value.at("happened").text() : known.happened(),
        known.severity(),
        template.present() ? template.text() : known.wording());
  }

  private void reason(Value value, Set<String> reasons) {
    if (!Trigger.REASONS.contains(value.text())) {
      problems.error(
          "invalid-value",
          value,
          "there is no reason \"" + value.text() + "\"",
          "write one of " + String.join(", ", Trigger.REASONS));
    }
    reasons.add(value.text());
  }

  private Subscription.Standing standing(Value value, Set<String> services, Set<String> triggers) {
    Value service = value.at("service");
    if (!services.contains(service.text())) {
      problems.error(
          "invalid-value",
          service,
          "there is no service \"" + service.text() + "\"",
          "add it below services");
    }
    List<String> recipients = value.at("recipients").items().stream().map(Value::text).toList();
    return new Subscription.Standing(
        triggers(value.at("triggers"), triggers),
        service.text(),
        recipients.isEmpty() ? List.of("") : recipients,
        texts(value.at("namespaces")));
  }

  private Set<String> triggers(Value names, Set<String> known) {
    for (Value name : names.items()) {
      if (!known.contains(name.text())) {
        problems.error(
            "invalid-value",
            name,
            "there is no trigger \"" + name.text() + "\"",
            "write one of " + String.join(", ", known.stream().sorted().toList()));
      }
    }
    return texts(names);
  }

  private static Set<String> texts(Value value) {
    Set<String> all = new HashSet<>();
    value.items().forEach(it -> all.add(it.text()));
    return all;
  }

  private Pace pace() {
    Value retry = document.at("retry");
    return new Pace(
        duration(retry.at("first"), Pace.USUAL.first()),
        duration(retry.at("most"), Pace.USUAL.most()),
        duration(retry.at("giveUp"), Pace.USUAL.giveUp()),
        duration(retry.at("keep"), Pace.USUAL.keep()));
  }

  private Duration timeout(Value kind) {
    Duration timeout = duration(kind.at("timeout"), TIMEOUT);
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      problems.error(
          "invalid-value",
          kind.at("timeout"),
          "the timeout is " + kind.at("timeout").text(),
          "write at most " + LONGEST_TIMEOUT.toSeconds() + "s");
    }
    return timeout;
  }

  private Duration duration(Value value, Duration otherwise) {
    if (!value.present()) {
      return otherwise;
    }
    return switch (GoDuration.interval(value.text())) {
      case Checked.Valid<Duration>(var time) when time.toMillis() > 0 -> time;
      case Checked.Valid<Duration> _, Checked.Invalid<Duration> _ -> {
        problems.error(
            "invalid-value",
            value,
            value.path() + " is \"" + value.text() + "\"",
            "write a duration such as 10s, 5m or 24h");
        yield otherwise;
      }
    };
  }
}

package dev.serin.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.manifest.tree.Source;
import dev.serin.server.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NotificationFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK", "https://hooks.example.org/T/B/x", "KEY", "geheim", "EMPTY", "");

  private static final String WHOLE =
      """
      services:
        slack:
          slack: {url: env:HOOK}
        audit:
          webhook:
            url: https://audit.example.org/in
            method: PUT
            headers: {X-Team: payments, Authorization: env:KEY}
            secret: env:KEY
            body: '{"text": "{{message}}", "share": {{weight}}}'
            timeout: 3s
        events:
          cloudEvents: {url: "http://127.0.0.1:1/", mode: binary, source: /serin}
        mail:
          email: {host: mail.example.org, from: Serin <serin@example.org>, username: u, password: env:KEY}
      templates:
        loud:
          title: "!! {{name}}"
          text: "{{message}} {{#url}}see {{url}}{{/url}}"
      triggers:
        on-rollout-aborted: {template: loud}
        on-trouble: {reasons: [RolloutAborted, RouterUnavailable], happened: is in trouble}
      subscriptions:
        - {triggers: [on-trouble], service: slack, recipients: ["#ops", "#shop"]}
        - {triggers: [on-rollout-completed], service: audit, namespaces: [shop]}
      defaultTriggers: [on-rollout-completed]
      retry: {first: 1s, most: 1m, giveUp: 2h, keep: 48h}
      """;

  @Test
  void everythingIsRead() {
    NotificationSettings settings = read(WHOLE);

    assertThat(settings.services().keySet())
        .containsExactlyInAnyOrder("slack", "audit", "events", "mail");
    assertThat(settings.services().get("mail"))
        .isEqualTo(
            new Destination.Mail(
                new Destination.Mail.Server(
                    "mail.example.org",
                    587,
                    Destination.Mail.Security.STARTTLS,
                    Duration.ofSeconds(10)),
                "Serin <serin@example.org>",
                "u",
                new Secret("env:KEY")));
    assertThat(settings.pace())
        .isEqualTo(
            new NotificationSettings.Pace(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofHours(2),
                Duration.ofHours(48)));
    assertThat(settings.wording("on-rollout-aborted").title()).isEqualTo("!! {{name}}");
    assertThat(settings.wording("on-trouble")).isEqualTo(Wording.USUAL);
    assertThat(settings.triggers("RolloutAborted"))
        .extracting(Trigger::name)
        .containsExactlyInAnyOrder("on-rollout-aborted", "on-trouble");
  }

  @Test
  void everybodyWhoWantsToHearHearsOnce() {
    Map<String, String> annotations =
        Map.of(
            "notifications.argoproj.io/subscribe.on-trouble.slack", "#ops; #dev ",
            "notifications.argoproj.io/subscribe.on-rollout-paused.audit", "",
            "notifications.argoproj.io/subscribe.mail", "a@example.org",
            "notifications.argoproj.io/other", "x",
            "example.org/subscribe.on-trouble.slack", "#none");

    assertThat(read(WHOLE).subscriptions("default", annotations))
        .containsExactlyInAnyOrder(
            new Subscription("on-trouble", "slack", "#ops"),
            new Subscription("on-trouble", "slack", "#shop"),
            new Subscription("on-trouble", "slack", "#dev"),
            new Subscription("on-rollout-paused", "audit", ""),
            new Subscription("on-rollout-completed", "mail", "a@example.org"));
    assertThat(read(WHOLE).subscriptions("shop", Map.of()))
        .contains(new Subscription("on-rollout-completed", "audit", ""));
  }

  @Test
  void everyTriggerOfArgoIsKnown() {
    assertThat(Trigger.KNOWN.keySet())
        .containsAll(
            Set.of(
                "on-rollout-updated",
                "on-rollout-step-completed",
                "on-rollout-paused",
                "on-rollout-aborted",
                "on-rollout-completed",
                "on-analysis-run-running",
                "on-analysis-run-failed",
                "on-analysis-run-error"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
    # what                  | the file                                                              | the error
    unknown field           | services: {a: {slak: {url: env:HOOK}}}                                 | f.yaml:1:16: error: unknown field "services.a.slak"; did you mean `slack`?
    no service              | templates: {}                                                          | services: Required value
    two kinds               | services: {a: {slack: {url: env:HOOK}, email: {host: h, from: f}}}     | must be of one kind, but names 2
    dot in a name           | services: {a.b: {slack: {url: env:HOOK}}}                              | has a dot in its name
    no address              | services: {a: {webhook: {url: ftp://x}}}                               | f.yaml:1:31: error: services.a.webhook.url is "ftp://x"
    secret in clear         | services: {a: {webhook: {url: 'http://x', secret: geheim}}}            | services.a.webhook.secret must not be written into this file
    password in clear       | services: {a: {email: {host: h, from: f, password: geheim}}}           | write env:VARIABLE or file:/path
    secret that is missing  | services: {a: {slack: {url: env:NOWHERE}}}                             | services.a.slack.url is taken from env:NOWHERE, and there is nothing
    file that is missing    | services: {a: {slack: {url: 'file:/nowhere/to/be/found'}}}             | and there is nothing
    unknown value           | services: {a: {webhook: {url: 'http://x', body: '{{mesage}}'}}}        | No method or field with name 'mesage' on line 1
    open template           | services: {a: {webhook: {url: 'http://x', body: '{{#url}}'}}}          | services.a.webhook.body: Section missing close tag
    port                    | services: {a: {email: {host: h, from: f, port: 70000}}}                | port is 70000; write 1 to 65535
    timeout                 | services: {a: {webhook: {url: 'http://x', timeout: 5m}}}               | write at most 30s
    no duration             | {services: {a: {slack: {url: env:HOOK}}}, retry: {first: soon}}        | retry.first is "soon"; write a duration
    unknown service         | {services: {}, subscriptions: [{triggers: [on-rollout-paused], service: b}]} | there is no service "b"
    unknown trigger         | {services: {}, defaultTriggers: [on-fire]}                             | there is no trigger "on-fire"
    unknown reason          | {services: {}, triggers: {on-x: {reasons: [Nothing]}}}                 | there is no reason "Nothing"
    no reason               | {services: {}, triggers: {on-x: {template: t}}}                        | the trigger "on-x" names no reasons
    unknown template        | {services: {}, triggers: {on-rollout-paused: {template: t}}}           | there is no template "t"
    no YAML                 | services: [                                                            | f.yaml:
    """)
  void whatIsWrongIsToldWithItsPlace(String what, String file, String error) {
    assertThatThrownBy(() -> read(file))
        .as(what)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(error)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void nothingOfASecretIsShown() {
    assertThat(read(WHOLE).services().toString()).doesNotContain("geheim", "payments");
    assertThat(new Secret("geheim").toString()).isEqualTo("*****");
    assertThat(List.of(new Secret("env:KEY")).toString()).isEqualTo("[env:KEY]");
  }

  private static NotificationSettings read(String text) {
    return NotificationFile.read(Source.of("f.yaml", text), ENVIRONMENT);
  }
}

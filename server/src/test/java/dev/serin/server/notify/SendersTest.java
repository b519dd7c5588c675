package dev.serin.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Service.Seen;
import dev.serin.providers.http.Signature;
import dev.serin.server.notify.Sender.Addressed;
import dev.serin.server.store.Outbox.Notice;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each service is sent.
final class SendersTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "whsec_c2VyaW4gc2VjcmV0", "PLAIN", "geheim", "TOKEN", "Bearer geheim");

  /// What happened has everything in it that must be escaped somewhere.
  private static final Letter LETTER =
      Letter.about(
          new Notice(
              7,
              new RolloutId("default", "cart"),
              new Transition(NOW, "RolloutAborted", "p99 < 10 ms & \"good\"\nno more"),
              12,
              Status.serving(new Revision("v1"), NOW),
              "minji"),
          Objects.requireNonNull(Trigger.KNOWN.get("on-rollout-aborted")),
          "4d0a",
          "https://serin.example.org");

  private Receiver receiver;
  private HttpCaller http;
  private WebSending web;

  @BeforeEach
  void open() throws Exception {
    receiver = new Receiver();
    http = new HttpCaller();
    web = new WebSending(http, ENVIRONMENT, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    http.close();
    receiver.close();
  }

  @Test
  void aChatGetsAnAttachmentThatLeadsToTheDashboard() throws Exception {
    var chat = new Destination.Chat(new Secret(receiver.url() + "/T/B/x"), TIMEOUT);

    assertThat(new ChatSender(web, chat).send(to("#ops"))).isEqualTo(new Sent.Taken());

    JsonNode message = JSON.readTree(receiver.got().getFirst().body());
    assertThat(message.path("channel").asText()).isEqualTo("#ops");
    JsonNode attachment = message.path("attachments").get(0);
    assertThat(attachment.path("title").asText()).isEqualTo("default/cart was rolled back");
    assertThat(attachment.path("title_link").asText())
        .isEqualTo("https://serin.example.org/rollouts/default/cart");
    assertThat(attachment.path("text").asText())
        .isEqualTo(
            "p99 &lt; 10 ms &amp; \"good\"\nno more\n"
                + "Revision v1 gets 100 % of the traffic; minji asked for it");
    assertThat(attachment.path("color").asText()).isEqualTo("#e15759");
    assertThat(attachment.path("ts").asLong()).isEqualTo(NOW.getEpochSecond());
  }

  @Test
  void aChatWithoutARecipientKnowsItsOwn() throws Exception {
    var chat = new Destination.Chat(new Secret(receiver.url()), TIMEOUT);

    new ChatSender(web, chat).send(to(""));

    assertThat(JSON.readTree(receiver.got().getFirst().body()).has("channel")).isFalse();
  }

  @Test
  void aWebhookGetsEverythingSignedSoThatAReceiverCanTellIt() throws Exception {
    WebhookSender sender = hook("", "env:KEY", Map.of("X-Token", new Secret("env:TOKEN")));

    assertThat(sender.send(to("somebody"))).isEqualTo(new Sent.Taken());

    Seen got = receiver.got().getFirst();
    JsonNode body = JSON.readTree(got.body());
    assertThat(body.path("message").asText()).isEqualTo("p99 < 10 ms & \"good\"\nno more");
    assertThat(body.path("recipient").asText()).isEqualTo("somebody");
    assertThat(body.path("weight").isNumber()).isTrue();
    assertThat(got.header("Content-type")).isEqualTo("application/json");
    assertThat(got.header("X-Token")).isEqualTo("Bearer geheim");
    assertThat(got.header("Webhook-id")).isEqualTo("4d0a");
    assertThat(got.header("Webhook-timestamp")).isEqualTo("" + NOW.getEpochSecond());
    assertThat(got.header("Webhook-signature"))
        .isEqualTo("v1," + hmac("serin secret", "4d0a." + NOW.getEpochSecond() + "." + got.body()));
  }

  /// Computed by the test vector of the Standard Webhooks specification (its reference libraries).
  @Test
  void theSignatureIsThatOfStandardWebhooks() {
    assertThat(
            Signature.of(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        .filteredOn(header -> header.key().equals("webhook-signature"))
        .first()
        .extracting(header -> header.value())
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aTemplateOfJsonStaysJson() throws Exception {
    hook("{\"text\": \"{{title}}: {{message}}\", \"share\": {{weight}}}", "", Map.of())
        .send(to(""));

    JsonNode body = JSON.readTree(receiver.got().getFirst().body());
    assertThat(body.path("text").asText())
        .isEqualTo("default/cart was rolled back: p99 < 10 ms & \"good\"\nno more");
    assertThat(body.path("share").asInt()).isEqualTo(100);
    assertThat(receiver.got().getFirst().headers()).doesNotContainKey("Webhook-signature");
  }

  @ParameterizedTest
  @CsvSource({
    "200, Taken",
    "204, Taken",
    "400, Never",
    "410, Never",
    "413, Never",
    "422, Never",
    "401, Later",
    "404, Later",
    "408, Later",
    "429, Later",
    "500, Later",
    "503, Later"
  })
  void whatComesOfItIsInTheStatus(int status, String sent) {
    receiver.answers(status);

    assertThat(hook("", "", Map.of()).send(to("")).getClass().getSimpleName()).isEqualTo(sent);
  }

  @Test
  void aMessageShowsNoSecret() {
    receiver.answers(500);
    Map<String, String> environment = Map.of("URL", receiver.url() + "/T/geheim?a=geheim");
    WebSending sending = new WebSending(http, environment, InstantSource.fixed(NOW));
    var chat = new Destination.Chat(new Secret("env:URL"), TIMEOUT);

    assertThat(new ChatSender(sending, chat).send(to("")))
        .isEqualTo(new Sent.Later(receiver.url() + " answered 500 (said)"));
    assertThat(new ChatSender(web, chat).send(to("")))
        .isEqualTo(new Sent.Later("env:URL is not there: set it again"));
  }

  @Test
  void aServiceThatIsNotThereIsTriedAgain() throws Exception {
    receiver.close();

    assertThat(hook("", "", Map.of()).send(to(""))).isInstanceOf(Sent.Later.class);
  }

  @Test
  void aCloudEventIsOneDocument() throws Exception {
    events(Destination.Events.Mode.STRUCTURED, "").send(to(""));

    Seen got = receiver.got().getFirst();
    JsonNode event = JSON.readTree(got.body());
    assertThat(got.header("Content-type")).isEqualTo("application/cloudevents+json");
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).isEqualTo("4d0a");
    assertThat(event.path("source").asText()).isEqualTo("https://serin.example.org");
    assertThat(event.path("type").asText()).isEqualTo("dev.serin.rollout.aborted");
    assertThat(event.path("subject").asText()).isEqualTo("default/cart");
    assertThat(event.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(event.path("data").path("by").asText()).isEqualTo("minji");
  }

  @Test
  void aCloudEventIsDataWithHeaderFields() throws Exception {
    events(Destination.Events.Mode.BINARY, "/here").send(to(""));

    Seen got = receiver.got().getFirst();
    assertThat(got.header("Ce-specversion")).isEqualTo("1.0");
    assertThat(got.header("Ce-id")).isEqualTo("4d0a");
    assertThat(got.header("Ce-source")).isEqualTo("/here");
    assertThat(got.header("Ce-type")).isEqualTo("dev.serin.rollout.aborted");
    assertThat(got.header("Content-type")).isEqualTo("application/json");
    assertThat(JSON.readTree(got.body()).path("reason").asText()).isEqualTo("RolloutAborted");
  }

  @Test
  void mailIsGivenToAServerWithPasswordAndKeepsItsIdentity() throws Exception {
    GreenMail server = mailServer();
    try {
      server.setUser("serin@example.org", "serin", "geheim");
      MailSender sender = mail(server.getSmtp().getPort(), "serin", "env:PLAIN");

      assertThat(sender.send(to("a@example.org, \"B\" <b@example.org>")))
          .isEqualTo(new Sent.Taken());

      assertThat(server.getReceivedMessages()).hasSize(2);
      MimeMessage message = server.getReceivedMessages()[0];
      assertThat(message.getSubject()).isEqualTo("default/cart was rolled back");
      assertThat(message.getMessageID()).isEqualTo("<4d0a@serin>");
      assertThat(message.getHeader("References")[0]).isEqualTo("<default.cart.1@serin>");
      assertThat(GreenMailUtil.getBody(message).replace("\r", ""))
          .contains("p99 < 10 ms & \"good\"\nno more\n")
          .contains("https://serin.example.org/rollouts/default/cart");
    } finally {
      server.stop();
    }
  }

  @Test
  void mailThatCanNotBeGivenSaysWhy() throws Exception {
    GreenMail server = mailServer();
    server.setUser("serin@example.org", "serin", "other");
    int port = server.getSmtp().getPort();
    try {
      assertThat(mail(port, "", "").send(to("no address"))).isInstanceOf(Sent.Never.class);
      assertThat(mail(port, "", "").send(to(""))).isInstanceOf(Sent.Never.class);
      assertThat(mail(port, "serin", "env:PLAIN").send(to("a@example.org")))
          .isInstanceOfSatisfying(
              Sent.Later.class,
              later ->
                  assertThat(later.why()).contains("127.0.0.1:" + port).doesNotContain("geheim"));
    } finally {
      server.stop();
    }
    assertThat(mail(port, "", "").send(to("a@example.org"))).isInstanceOf(Sent.Later.class);
  }

  private static GreenMail mailServer() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  private static MailSender mail(int port, String user, String password) {
    var server =
        new Destination.Mail.Server(
            "127.0.0.1", port, Destination.Mail.Security.NONE, Duration.ofSeconds(5));
    return new MailSender(
        new Destination.Mail(server, "Serin <serin@example.org>", user, new Secret(password)),
        ENVIRONMENT);
  }

  private WebhookSender hook(String body, String secret, Map<String, Secret> headers) {
    return new WebhookSender(web, new Destination.Webhook(target(secret, headers), "POST", body));
  }

  private EventSender events(Destination.Events.Mode mode, String source) {
    return new EventSender(
        web,
        new Destination.Events(target("", Map.of()), mode, source),
        "https://serin.example.org");
  }

  private Destination.Target target(String secret, Map<String, Secret> headers) {
    return new Destination.Target(
        new Secret(receiver.url() + "/in"), headers, new Secret(secret), TIMEOUT);
  }

  private static Addressed to(String recipient) {
    return new Addressed(LETTER, Wording.USUAL, recipient);
  }

  private static String hmac(String key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}

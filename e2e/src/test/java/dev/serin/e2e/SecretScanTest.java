package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A release with secrets of every kind, among services that repeat all that they are told: none of
/// them is in what the server logs, answers, stores or backs up.
class SecretScanTest {
  /// How services that are given a secret are told of it.
  private static final List<String> TOLD =
      List.of(
          "metrics+header/8c1d&4e",
          "metrics-query-55af02",
          encoded("serin:metrics-password-19bb7e"),
          "/hooks/metrics-chat-c0ffee41");

  private static final String WRONG = "serin_wrong0wrong0wrong0wrong0wrong0wrong0wrong01";

  private static final List<String> SEEN =
      List.of(
          "/api/v1/rollouts",
          "/api/v1/rollouts/default/shop",
          "/api/v1/rollouts/default/shop/manifest",
          "/api/v1/rollouts/default/shop/transitions",
          "/api/v1/rollouts/default/shop/evidence",
          "/api/v1/rollouts/default/shop/commands",
          "/api/v1/templates/default/gossip",
          "/api/v1/notifications",
          "/api/v1/tokens",
          "/api/v1/audit",
          "/api/v1/server",
          "/metrics",
          "/readyz");

  private static final String STEPS =
      """
            steps:
            - setWeight: 20
            - analysis:
                templates: [{templateName: gossip}]
      """;

  private static final String TEMPLATE =
      """
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AnalysisTemplate
      metadata: {name: gossip}
      spec:
        args:
        - {name: header, valueFrom: {secretKeyRef: {name: metrics, key: header}}}
        - {name: query, valueFrom: {secretKeyRef: {name: metrics, key: query}}}
        - {name: password, valueFrom: {secretKeyRef: {name: metrics, key: password}}}
        metrics:
        - name: success
          interval: 1s
          count: 1000
          successCondition: "len(result) > 0"
          provider:
            web:
              url: "GOSSIP/ok?key={{args.query}}"
              headers: [{key: X-Token, value: "{{args.header}}"}]
        - name: failure
          interval: 1s
          count: 1000
          consecutiveErrorLimit: 1000
          provider:
            web:
              url: "GOSSIP/broken?key={{args.query}}"
              method: POST
              jsonBody: {token: "{{args.header}}"}
              authentication: {basicAuth: {username: serin, password: "{{args.password}}"}}
        - name: closed
          interval: 1s
          count: 1000
          consecutiveErrorLimit: 1000
          provider:
            prometheus:
              address: "http://127.0.0.1:1/{{args.query}}"
              query: up
              headers: [{key: X-Token, value: "{{args.header}}"}]
      """;

  @RegisterExtension private final Setting setting = new Setting();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private HttpServer gossip;
  private String server = "";

  @BeforeEach
  void openServices() throws IOException {
    gossip = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    gossip.createContext("/", this::gossip);
    gossip.start();
    server = "http://127.0.0.1:" + setting.port();
  }

  @AfterEach
  void closeServices() {
    http.close();
    gossip.stop(0);
  }

  /// Repeats all that it is told, as some error pages do; below `/ok` as a success.
  private void gossip(HttpExchange exchange) throws IOException {
    String all =
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().entrySet(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    told.add(all);
    byte[] answer = all.getBytes(StandardCharsets.UTF_8);
    boolean fine = exchange.getRequestURI().getPath().startsWith("/ok");
    exchange.sendResponseHeaders(fine ? 200 : 500, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String gossipUrl() {
    return "http://127.0.0.1:" + gossip.getAddress().getPort();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Where the server reads a secret: a file that is not scanned.
  private String secret(String name, String value) {
    secrets.put(name, value);
    return "file:" + setting.folder().resolve(setting.file("secrets/" + name, value + "\n"));
  }

  @Test
  void noSecretIsInLogsAnswersDatabaseOrBackup() throws Exception {
    Serin node = open();
    node.awaitLine("serin_");
    String first = String.join("\n", node.out()).replaceAll("(?s).*(serin_[\\w-]+).*", "$1");
    assertThat(send("GET", SEEN.getFirst(), "", first).statusCode()).isEqualTo(200);
    String admin = token("boss");
    logIn(admin);
    assertThat(send("GET", SEEN.getFirst(), "", WRONG).statusCode()).isEqualTo(401);
    HttpResponse<String> applied = send("POST", "/api/v1/manifests", manifest(), admin);
    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    await("each secret to be told")
        .atMost(Duration.ofSeconds(30))
        .until(() -> TOLD.stream().allMatch(it -> told.toString().contains(it)));
    await("measurements of each metric")
        .atMost(Duration.ofSeconds(30))
        .until(() -> measured(admin).stream().filter(count -> count > 0).count() == 3);
    setting.serin("backup", "backup", "--data", data().toString()).endsWith(0);

    assertClean("answers", answers(admin));
    assertThat(answers(admin)).contains("*****");
    node.interrupt();
    node.exitCode();
    assertThat(node.err()).isNotEmpty();
    assertClean("the log", String.join("\n", node.out()) + "\n" + String.join("\n", node.err()));
    secrets.put("the first token, which is shown once", first);
    assertThat(data()).isDirectoryContaining("glob:**/serin.db");
    assertClean(data());
    assertClean(setting.folder().resolve("backup"));
  }

  /// How often each metric was measured, with or without success.
  private List<Integer> measured(String token) {
    String shop = send("GET", "/api/v1/rollouts/default/shop", "", token).body();
    return Serin.json(shop).findValues("metrics").stream()
        .flatMap(JsonNode::valueStream)
        .map(metric -> metric.path("count").asInt() + metric.path("error").asInt())
        .toList();
  }

  private Serin open() {
    Serin node =
        setting.serin(
            "server",
            "--listen=" + URI.create(server).getAuthority(),
            "--gateway=" + setting.address().getAuthority(),
            "--data=" + data(),
            "--require-login",
            "--log-format=json",
            "--secret=metrics/header=" + secret("header", TOLD.get(0)),
            "--secret=metrics/query=" + secret("query", TOLD.get(1)),
            "--secret=metrics/password=" + secret("password", "metrics-password-19bb7e"),
            "--oidc-issuer=" + gossipUrl(),
            "--oidc-client-id=serin",
            "--oidc-roles=groups=platform:viewer",
            "--oidc-client-secret=" + secret("client", "oidc-client-secret-a5510d"),
            "--notifications=" + notifications());
    node.awaitLine("answers at " + server);
    return node;
  }

  private String notifications() {
    return setting.file(
        "notifications.yaml",
        """
        services:
          chat:
            slack: {url: "%s"}
          desk:
            webhook: {url: "%s", secret: "%s"}
          mail:
            email:
              {host: 127.0.0.1, port: 1, from: a@example.org, username: serin, password: "%s"}
        subscriptions:
        - {triggers: [on-rollout-updated], service: chat, recipients: ["#all"]}
        - {triggers: [on-rollout-updated], service: desk}
        - {triggers: [on-rollout-updated], service: mail, recipients: [b@example.org]}
        """
            .formatted(
                secret("chat", gossipUrl() + TOLD.getLast()),
                gossipUrl(),
                secret("signing", "webhook-signing-70d3aa"),
                secret("mail", "mail-password-3b9f10")));
  }

  private Path data() {
    return setting.folder().resolve("data");
  }

  private String token(String name) {
    Serin made = setting.serin("token", "create", name, "--role=admin", "--data=" + data());
    String token = made.endsWith(0).out().getLast().strip();
    assertThat(token).startsWith("serin_");
    secrets.put("the token of " + name, token);
    secrets.put("a wrong token", WRONG);
    return token;
  }

  private void logIn(String token) throws Exception {
    HttpResponse<String> session =
        send("POST", "/api/v1/session", "{\"token\": \"%s\"}".formatted(token), token);
    assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
    secrets.put("CSRF token", Serin.json(session.body()).path("csrfToken").asText());
    String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
    secrets.put("cookie", cookie.replaceAll("^[^=]*=|;.*", ""));
  }

  private String manifest() {
    return new Shop(setting.service("v1"), setting.service("v2")).plain("serin/gateway: {}", STEPS)
        + TEMPLATE.replace("GOSSIP", gossipUrl());
  }

  private HttpResponse<String> send(String method, String path, String body, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", body.startsWith("{") ? "application/json" : "application/yaml")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String answers(String token) {
    return SEEN.stream()
        .map(path -> send("GET", path, "", token))
        .peek(answer -> assertThat(answer.statusCode()).as(answer.uri().getPath()).isEqualTo(200))
        .map(HttpResponse::body)
        .collect(Collectors.joining("\n"));
  }

  private void assertClean(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private void assertClean(String where, String text) {
    secrets.forEach(
        (name, secret) ->
            assertThat(
                    text.contains(secret)
                        || text.contains(encoded(secret))
                        || text.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .as("%s of the secret %s", where, name)
                .isFalse());
  }
}

package dev.serin.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Serves the dashboard with made-up releases, to look at pages while they are written.
///
/// Its first argument is the port, its second `token` when it shall ask for a login (`secret`).
public final class DevelopmentServer {
  private final Assets assets = Assets.load();
  private final boolean closed;
  private final List<Script> scripts =
      List.of(
          new Script("default", "shop", 0, 130),
          new Script("payments", "checkout", 1.4, 400),
          new Script("default", "search", 0, 600),
          new Script("media", "thumbnails", 0, 20));
  private volatile boolean loggedIn;

  private DevelopmentServer(boolean closed) {
    this.closed = closed;
  }

  /// Serves until it is ended.
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7071;
    DevelopmentServer self = new DevelopmentServer(List.of(arguments).contains("token"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", self::page);
    server.createContext("/api/v1/", self::api);
    server.start();
    var _ =
        Executors.newSingleThreadScheduledExecutor()
            .scheduleAtFixedRate(() -> self.scripts.forEach(Script::tick), 1, 1, TimeUnit.SECONDS);
  }

  private void page(HttpExchange exchange) throws IOException {
    Asset asset = assets.find(exchange.getRequestURI().getPath()).orElseGet(assets::page);
    exchange.getResponseHeaders().set("Content-Type", asset.type());
    exchange.getResponseHeaders().set("Content-Security-Policy", Assets.POLICY);
    exchange.getResponseHeaders().set("Cache-Control", asset.cacheControl());
    answer(exchange, 200, asset.content());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(exchange, status, Script.JSON.writeValueAsBytes(body));
  }

  private static ObjectNode object() {
    return Script.JSON.createObjectNode();
  }

  private void api(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
    if (closed
        && !loggedIn
        && !(path.equals("/session") && exchange.getRequestMethod().equals("POST"))) {
      json(
          exchange,
          401,
          object()
              .put("title", "Not logged in")
              .set("logins", Script.JSON.createArrayNode().add("token")));
      return;
    }
    switch (path) {
      case "/session" -> session(exchange);
      case "/server" -> json(exchange, 200, object().put("version", "0.1.0").put("node", "node-1"));
      case "/rollouts" -> list(exchange);
      case "/events" -> stream(exchange, scripts);
      case "/manifests" -> manifests(exchange);
      case "/audit" -> audit(exchange);
      default -> rollout(exchange, path.split("/"));
    }
  }

  private void session(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      loggedIn =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
              .contains("secret");
      json(exchange, loggedIn ? 200 : 401, object().put("title", "wrong"));
      return;
    }
    if (exchange.getRequestMethod().equals("DELETE")) {
      loggedIn = false;
      answer(exchange, 204, new byte[0]);
      return;
    }
    ObjectNode who =
        object().put("name", "mina").put("csrfToken", "x").put("login", closed ? "token" : "none");
    who.putArray("roles").addObject().put("role", "admin").put("namespace", "*");
    json(exchange, 200, who);
  }

  private void list(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    ObjectNode page = object().putNull("next");
    ArrayNode items = page.putArray("items");
    scripts.stream()
        .map(Script::summary)
        .filter(
            it -> !query.contains("phase=") || query.contains("phase=" + it.get("phase").asText()))
        .filter(
            it ->
                !query.contains("q=")
                    || it.get("name").asText().contains(query.replaceAll(".*q=([^&]*).*", "$1")))
        .forEach(items::add);
    json(exchange, 200, page);
  }

  private void rollout(HttpExchange exchange, String[] parts) throws IOException {
    Optional<Script> found =
        parts.length < 4
            ? Optional.empty()
            : scripts.stream().filter(it -> it.key().equals(parts[2] + "/" + parts[3])).findAny();
    if (found.isEmpty()) {
      json(
          exchange,
          404,
          object().put("title", "Not found").put("detail", "There is no such rollout."));
      return;
    }
    Script script = found.get();
    switch (parts.length > 4 ? parts[4] : "") {
      case "" -> json(exchange, 200, script.rollout());
      case "transitions" ->
          json(exchange, 200, object().putNull("next").set("items", script.newest()));
      case "evidence" -> json(exchange, 200, script.evidence());
      case "signals" -> json(exchange, 200, script.signals());
      case "events" -> stream(exchange, List.of(script));
      case "commands" -> command(exchange, script);
      default -> json(exchange, 200, object().set("items", Script.JSON.createArrayNode()));
    }
  }

  private static void command(HttpExchange exchange, Script script) throws IOException {
    JsonNode asked = Script.JSON.readTree(exchange.getRequestBody());
    String done = script.ask(asked.get("command").asText(), asked.path("reason").asText(""));
    json(
        exchange,
        200,
        object().put("number", 1).put("state", done).put("message", "Rollout is on its way"));
  }

  private static void manifests(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (text.contains("setWeigth")) {
      ObjectNode problem = object().put("title", "The manifests have errors").put("status", 422);
      problem
          .putArray("problems")
          .addObject()
          .put("file", "")
          .put("line", 8)
          .put("column", 9)
          .put("path", "spec.strategy.canary.steps[0]")
          .put("id", "unknown-field")
          .put("severity", "ERROR")
          .put("message", "unknown field setWeigth")
          .put("fix", "Did you mean setWeight?");
      json(exchange, 422, problem);
      return;
    }
    ObjectNode done = object();
    done.putArray("changes")
        .addObject()
        .put("kind", "Rollout")
        .put("namespace", "default")
        .put("name", "shop")
        .put("change", "created");
    done.putArray("warnings");
    json(exchange, 200, done);
  }

  private static void audit(HttpExchange exchange) throws IOException {
    ObjectNode page = object().putNull("next");
    ArrayNode items = page.putArray("items");
    for (int number = 6; number > 0; number--) {
      items
          .addObject()
          .put("number", number)
          .put("at", Instant.now().minus(Duration.ofMinutes(13L * (7 - number))).toString())
          .put("by", number % 2 == 0 ? "mina" : "joon")
          .put("action", number % 2 == 0 ? "promote" : "abort")
          .put("namespace", "default")
          .put("name", "shop")
          .put("why", number % 2 == 0 ? "checked the payments by hand" : "")
          .put("outcome", "done");
    }
    json(exchange, 200, page);
  }

  private static void stream(HttpExchange exchange, List<Script> scripts) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    int told = scripts.getFirst().newest().size();
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        StringBuilder events = new StringBuilder();
        for (Script script : scripts) {
          JsonNode data = scripts.size() == 1 ? script.rollout() : script.summary();
          events.append("event: rollout\ndata: ").append(data).append("\n\n");
        }
        ArrayNode newest = scripts.getFirst().newest();
        for (int index = newest.size() - told - 1; scripts.size() == 1 && index >= 0; index--) {
          events.append("event: transition\ndata: ").append(newest.get(index)).append("\n\n");
        }
        told = newest.size();
        out.write(events.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      }
    }
  }
}

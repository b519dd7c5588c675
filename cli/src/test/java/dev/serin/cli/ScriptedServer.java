package dev.serin.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server that answers what a test tells it to, for what the real one can not be brought to do.
public final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(HttpServer server) {
    this.server = server;
  }

  /// What somebody asked.
  ///
  /// @param line such as `GET /rollouts?limit=10`, without `/api/v1`
  public record Request(String line, Map<String, List<String>> headers, String body) {
    /// The first header of a name; empty when there is none.
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /// What it answers.
  ///
  /// @param status of HTTP; 0 to break the connection off
  public record Answer(int status, String type, String body) {
    /// JSON.
    public static Answer json(int status, String body) {
      return new Answer(status, "application/json", body);
    }

    /// A problem document.
    public static Answer problem(int status, String detail) {
      return new Answer(
          status, "application/problem+json", "{\"title\":\"No\",\"detail\":\"" + detail + "\"}");
    }

    /// Events, then the end of the connection.
    public static Answer events(String lines) {
      return new Answer(200, "text/event-stream", lines);
    }

    /// No answer at all.
    public static Answer broken() {
      return new Answer(0, "", "");
    }
  }

  /// Opens one on a free port of this machine.
  public static ScriptedServer open() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ScriptedServer server = new ScriptedServer(http);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/", server::handle);
      http.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Answers `request` with each of these in turn, and with the last from then on.
  ///
  /// @param request method and path with the query, without `/api/v1`
  public ScriptedServer on(String request, Answer... inTurn) {
    answers.put(request, new ArrayDeque<>(List.of(inTurn)));
    return this;
  }

  /// Where it is.
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What it was asked, in order.
  public List<Request> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
    String line = exchange.getRequestMethod() + " " + path;
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(new Request(line, Map.copyOf(exchange.getRequestHeaders()), body));
    Answer answer = next(line);
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private Answer next(String line) {
    Deque<Answer> inTurn = answers.get(line);
    if (inTurn == null) {
      return Answer.problem(404, "nothing is at " + line.replace('"', '\''));
    }
    synchronized (inTurn) {
      return inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.serin.providers.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A real HTTP service on the loopback, which remembers what it was asked.
public final class Service implements AutoCloseable {
  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  private Service(HttpServer server, HttpHandler handler) {
    this.server = server;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> remember(exchange, handler));
    server.start();
  }

  /// What the service was asked.
  public record Seen(String method, URI uri, Headers headers, String body) {
    /// The first value of a header; empty when there is none.
    public String header(String name) {
      String value = headers.getFirst(name);
      return value == null ? "" : value;
    }
  }

  /// A service with its own ways.
  public static Service of(HttpHandler handler) {
    try {
      return new Service(HttpServer.create(anyPort(), 50), handler);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /// A service that always answers the same.
  public static Service answering(int status, String body) {
    return of(exchange -> answer(exchange, status, body));
  }

  /// The same over TLS.
  public static Service secure(SelfSigned certificate, HttpHandler handler)
      throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(anyPort(), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    return new Service(server, handler);
  }

  /// Answers a request with a text.
  public static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  /// `http://127.0.0.1:PORT`, or `https` likewise.
  public String address() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /// All that it was asked, in order.
  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void remember(HttpExchange exchange, HttpHandler handler) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            exchange.getRequestHeaders(),
            body));
    handler.handle(exchange);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}

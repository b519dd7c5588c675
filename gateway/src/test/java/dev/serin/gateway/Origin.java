package dev.serin.gateway;

import dev.serin.core.engine.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of a service, on a real socket: a script answers each connection.
final class Origin implements AutoCloseable {
  /// What is done with one connection.
  @FunctionalInterface
  interface Script {
    void serve(Wire wire) throws Exception;
  }

  /// What is answered to one request.
  @FunctionalInterface
  interface Reply {
    String to(Wire.Message request);
  }

  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<Wire.Message> requests = new ConcurrentLinkedQueue<>();

  private Origin(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  static Origin scripted(Script script) {
    return scripted(0, script);
  }

  static Origin scripted(int port, Script script) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
      Origin origin = new Origin(server, script);
      Thread.ofVirtual().start(origin::accept);
      return origin;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Answers each request of each connection, and remembers it.
  static Origin replying(Reply reply) {
    Origin[] self = new Origin[1];
    self[0] =
        scripted(
            wire -> {
              for (Wire.Message request = wire.receiveOrEnd();
                  request != null;
                  request = wire.receiveOrEnd()) {
                self[0].requests.add(request);
                wire.send(reply.to(request));
              }
            });
    return self[0];
  }

  /// Answers everything with 200 and this text.
  static Origin saying(String text) {
    return replying(_ -> ok(text));
  }

  static String ok(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + text;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // The server was closed.
    }
  }

  private void serve(Socket socket) {
    try (Wire wire = new Wire(socket)) {
      script.serve(wire);
    } catch (Exception _) {
      // The client or the test ended the connection.
    } finally {
      open.remove(socket);
    }
  }

  int connections() {
    return connections.get();
  }

  Queue<Wire.Message> requests() {
    return requests;
  }

  int port() {
    return server.getLocalPort();
  }

  Backend.Endpoint endpoint() {
    return new Backend.Endpoint(
        URI.create("http://" + server.getInetAddress().getHostAddress() + ":" + port()), 1);
  }

  /// Stops at once, and resets what is open.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    open.forEach(Origin::reset);
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // It is closed already.
    }
  }
}

package dev.serin.bench.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clients that come and go, and do what clients should not: break off in the middle of a request,
/// of a response or of a head, send nonsense, send many requests at once and do not wait.
final class Rudeness implements AutoCloseable {
  private static final long PAUSE_NANOS = 2_000_000;
  private static final byte[] BODY = new byte[20_000];

  private final int port;
  private final AtomicLong requests = new AtomicLong();
  private final List<Thread> threads;
  private volatile boolean over;

  /// One way to use a connection.
  private interface Manner {
    void behave(Socket socket) throws IOException;
  }

  private Rudeness(int port) {
    this.port = port;
    List<Manner> manners =
        List.of(
            this::polite,
            Rudeness::leavesWhileItReads,
            Rudeness::leavesWhileItSends,
            Rudeness::leavesInTheHead,
            Rudeness::talksNonsense,
            Rudeness::asksAndIsGone);
    threads = manners.stream().map(m -> Thread.ofVirtual().unstarted(() -> go(m))).toList();
  }

  static Rudeness begin(int port) {
    Rudeness rude = new Rudeness(port);
    rude.threads.forEach(Thread::start);
    return rude;
  }

  /// How many connections there were.
  long requests() {
    return requests.get();
  }

  private void go(Manner manner) {
    while (!over) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(5000);
        manner.behave(socket);
      } catch (IOException _) {
        // Some of them deserve it.
      }
      requests.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void polite(Socket socket) throws IOException {
    send(
        socket,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(BODY.length));
    socket.getOutputStream().write(BODY);
    InputStream in = socket.getInputStream();
    in.skipNBytes(100);
    in.transferTo(java.io.OutputStream.nullOutputStream());
  }

  private static void leavesWhileItReads(Socket socket) throws IOException {
    send(socket, "GET /body64 HTTP/1.1\r\nHost: a\r\n\r\n");
    socket.getInputStream().readNBytes(1000);
    socket.setSoLinger(true, 0);
  }

  private static void leavesWhileItSends(Socket socket) throws IOException {
    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\nhalf");
    LockSupport.parkNanos(PAUSE_NANOS);
    socket.setSoLinger(true, 0);
  }

  private static void leavesInTheHead(Socket socket) throws IOException {
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\nX-Half");
  }

  private static void talksNonsense(Socket socket) throws IOException {
    send(socket, "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
  }

  private static void asksAndIsGone(Socket socket) throws IOException {
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20));
    socket.setSoLinger(true, 0);
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join(10_000);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.serin.routers.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// A server that answers `/fail` with 500, breaks off the answer to `/broken`, answers `/slow` when
/// it is told to, and all else at once.
final class Origin implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final CountDownLatch slow = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);

  Origin() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Waits until somebody asked for `/slow`.
  void awaitSlow() throws InterruptedException {
    asked.await();
  }

  void answerSlow() {
    slow.countDown();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        // It was closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String path = String.valueOf(in.readLine()).split(" ", -1)[1];
      for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      if (path.equals("/slow")) {
        asked.countDown();
        slow.await();
      }
      String status = path.equals("/fail") ? "500 Internal Server Error" : "200 OK";
      int length = path.equals("/broken") ? 100_000 : 2;
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\nok"
                  .formatted(status, length)
                  .getBytes(StandardCharsets.UTF_8));
    } catch (IOException | IndexOutOfBoundsException _) {
      // The other side is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    slow.countDown();
    server.close();
  }
}

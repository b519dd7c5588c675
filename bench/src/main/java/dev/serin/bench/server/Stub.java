package dev.serin.bench.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A process that stands for everything around a server: it answers each measurement at once, takes
/// each health check, and never answers what asks for `/hang`.
final class Stub {
  private static final int BACKLOG = 4096;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
          .getBytes(StandardCharsets.US_ASCII);

  private Stub() {}

  /// Listens until it is ended.
  ///
  /// @param arguments the port
  public static void main(String... arguments) throws IOException {
    try (ServerSocket socket =
        new ServerSocket(
            Integer.parseInt(arguments[0]), BACKLOG, InetAddress.getByName("0.0.0.0"))) {
      while (true) {
        Socket client = socket.accept();
        Thread.startVirtualThread(() -> serve(client));
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 1024);
      OutputStream out = client.getOutputStream();
      for (String path = path(in); path != null; path = path(in)) {
        if (path.startsWith("/hang")) {
          in.readAllBytes();
          return;
        }
        out.write(ANSWER);
      }
    } catch (IOException _) {
      // Whoever asked does not want to know any more.
    }
  }

  /// The path of the next request; null when there is none.
  private static @Nullable String path(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(256);
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (next == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
        return head.substring(head.indexOf(" ") + 1, head.indexOf(" HTTP"));
      }
    }
    return null;
  }
}

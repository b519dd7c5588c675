package dev.serin.routers.nginx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/// Users of a server, many on one connection.
///
/// @param port of the server on loopback
record Users(int port) {
  private static final int AT_ONCE = 200;

  /// The bodies that requests with these lines of headers get, in their order.
  List<String> bodies(List<String> requests) {
    List<String> bodies = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int from = 0; from < requests.size(); from += AT_ONCE) {
        List<String> some = requests.subList(from, Math.min(from + AT_ONCE, requests.size()));
        write(socket.getOutputStream(), some);
        for (int i = 0; i < some.size(); i++) {
          bodies.add(body(in));
        }
      }
      return bodies;
    } catch (IOException failure) {
      throw new UncheckedIOException("after %d answers".formatted(bodies.size()), failure);
    }
  }

  private static void write(OutputStream out, List<String> requests) throws IOException {
    StringBuilder text = new StringBuilder();
    requests.forEach(
        lines -> {
          String start = lines.startsWith("/") ? "" : "GET / HTTP/1.1\r\n";
          text.append(start.isEmpty() ? "GET " : start).append(lines).append("Host: shop\r\n\r\n");
        });
    out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /// The body of one answer, between `<` and `>`; the status when it is not 200.
  private static String body(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    return status.contains(" 200 ") ? body : status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /// What one request with these headers gets.
  String get(String... headers) {
    return bodies(List.of(headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n"))
        .getFirst();
  }

  /// Ids of users, always the same ones.
  static List<String> ids(int count) {
    SplittableRandom random = new SplittableRandom(4711);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add("%016x%016x".formatted(random.nextLong(), random.nextLong()));
    }
    return ids;
  }

  /// Which of the users the second pool gets; all others get the first one.
  Set<String> ofSecond(List<String> ids) {
    List<String> bodies = bodies(ids.stream().map(id -> "Cookie: serin=" + id + "\r\n").toList());
    Set<String> second = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      switch (bodies.get(i)) {
        case "<two>" -> second.add(ids.get(i));
        case "<one>" -> {}
        default -> throw new AssertionError("unexpected answer: " + bodies.get(i));
      }
    }
    return second;
  }
}

package dev.serin.bench.routers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// People who visit a server, one after the other on one connection, and keep the cookies that they
/// are given.
final class Visitors implements AutoCloseable {
  private static final int AT_ONCE = 100;

  private final Socket socket;
  private final InputStream in;

  /// What somebody got.
  ///
  /// @param cookie that they will send the next time; empty when they have none
  record Visit(boolean canary, String cookie) {}

  Visitors(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.socket.setTcpNoDelay(true);
    this.socket.setSoTimeout(30_000);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /// Visits with these cookies, an empty one for who has none.
  List<Visit> visit(List<String> cookies) throws IOException {
    List<Visit> visits = new ArrayList<>(cookies.size());
    for (int from = 0; from < cookies.size(); from += AT_ONCE) {
      List<String> some = cookies.subList(from, Math.min(from + AT_ONCE, cookies.size()));
      StringBuilder text = new StringBuilder();
      some.forEach(cookie -> text.append(request(cookie)));
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      for (String cookie : some) {
        visits.add(answer(cookie));
      }
    }
    return visits;
  }

  private static String request(String cookie) {
    String sent = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
    return "GET / HTTP/1.1\r\nHost: app\r\n" + sent + "\r\n";
  }

  private Visit answer(String sent) throws IOException {
    String cookie = sent;
    String version = "";
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "x-version" -> version = value;
        case "set-cookie" -> cookie = value.replaceAll(";.*", "");
        case "content-length" -> length = Integer.parseInt(value);
        default -> {}
      }
    }
    in.skipNBytes(length);
    if (version.isEmpty()) {
      throw new IOException("an answer came from neither version");
    }
    return new Visit(version.equals("canary"), cookie);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection ended");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

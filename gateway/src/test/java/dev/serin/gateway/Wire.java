package dev.serin.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One end of a connection that speaks HTTP byte by byte, so that a test decides what is sent.
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static Wire to(InetSocketAddress address) throws IOException {
    return new Wire(socket(address));
  }

  static Socket socket(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, 5_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// A message as it was read.
  ///
  /// @param start the first line
  /// @param headers by lower-case name; several of one name joined by a comma
  record Message(String start, Map<String, String> headers, String body) {
    int status() {
      return Integer.parseInt(start.substring(9, 12));
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /// Sends text in which each line ends with CR LF, as HTTP wants it.
  Wire lines(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  /// Reads a response to anything but a HEAD.
  Message receive() throws IOException {
    return receive(false);
  }

  Message receive(boolean toHead) throws IOException {
    Message message = head();
    boolean bodyless =
        toHead
            || (message.start().startsWith("HTTP/")
                && (message.status() < 200 || message.status() == 204 || message.status() == 304));
    return bodyless
        ? message
        : new Message(message.start(), message.headers(), text(body(message.headers(), message)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  Message head() throws IOException {
    String start = line();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim(),
          (a, b) -> a + ", " + b);
    }
    return new Message(start, headers, "");
  }

  /// Reads the body that belongs to a head.
  String bodyOf(Message head) throws IOException {
    return text(body(head.headers(), head));
  }

  private byte[] body(Map<String, String> headers, Message message) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return exactly(Integer.parseInt(length));
    }
    if (headers.containsKey("transfer-encoding")) {
      return chunks();
    }
    return message.start().startsWith("HTTP/") ? in.readAllBytes() : new byte[0];
  }

  byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("only " + bytes.length + " of " + length + " bytes came");
    }
    return bytes;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      all.writeBytes(exactly(size));
      line();
    }
    while (!line().isEmpty()) {
      // The trailer is read over.
    }
    return all.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().replaceFirst(";.*", ""), 16);
  }

  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      line.append((char) b);
    }
    return line.substring(0, line.length() - 1);
  }

  /// The next byte, or -1 when the other side sends no more.
  int next() throws IOException {
    return in.read();
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /// True when the other side ended the connection, in whatever way.
  boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  /// True when the other side ends the connection, whatever it says before.
  boolean drained() throws IOException {
    try {
      while (in.read() >= 0) {
        // What it says, such as an alert, is read over.
      }
      return true;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /// Ends the connection with a reset.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Nullable Message receiveOrEnd() throws IOException {
    try {
      return receive();
    } catch (EOFException | java.net.SocketException _) {
      return null;
    }
  }
}

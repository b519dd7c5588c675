package dev.serin.bench.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection that asks one thing after the other, and waits for each answer.
public record Probe(Socket socket, InputStream in) implements AutoCloseable {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: probe\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BODY = 1024;
  private static final String VERSION = "X-Version: ";

  /// Connects.
  public static Probe to(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    return new Probe(socket, new BufferedInputStream(socket.getInputStream()));
  }

  /// Which version answers now.
  public String version() throws IOException {
    socket.getOutputStream().write(REQUEST);
    String version = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      // HAProxy writes names of headers in small letters.
      if (line.regionMatches(true, 0, VERSION, 0, VERSION.length())) {
        version = line.substring(VERSION.length());
      }
    }
    in.skipNBytes(BODY);
    return version;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

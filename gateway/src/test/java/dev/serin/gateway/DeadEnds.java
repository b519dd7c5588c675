package dev.serin.gateway;

import dev.serin.core.engine.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Endpoints that refuse connections: their ports are taken, so that nobody else gets them, and
/// nobody listens.
final class DeadEnds implements AutoCloseable {
  private final List<Socket> taken = new ArrayList<>();

  Backend.Endpoint next() throws IOException {
    Socket socket = new Socket();
    taken.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new Backend.Endpoint(URI.create("http://127.0.0.1:" + socket.getLocalPort()), 1);
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : taken) {
      socket.close();
    }
  }
}

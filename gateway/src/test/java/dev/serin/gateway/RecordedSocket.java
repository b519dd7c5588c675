package dev.serin.gateway;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/// A socket that remembers what came through it, to look at the records of TLS.
final class RecordedSocket extends Socket {
  private static final int HEADER = 5;
  private static final int ALERT = 21;
  private static final int SEALED = 23;

  // Two bytes of an alert, one of its type, sixteen that the JDK pads and sixteen that seal it.
  private static final int SEALED_ALERT = 35;

  private final ByteArrayOutputStream came = new ByteArrayOutputStream();

  static RecordedSocket to(InetSocketAddress address) throws IOException {
    RecordedSocket socket = new RecordedSocket();
    socket.connect(address, 5_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
          came.write(b);
        }
        return b;
      }

      @Override
      public int read(byte[] to, int at, int length) throws IOException {
        int count = super.read(to, at, length);
        if (count > 0) {
          came.write(to, at, count);
        }
        return count;
      }
    };
  }

  /// True when the last record was an alert: the JDK takes the end of a connection for the end of
  /// what was sent whether it was announced or not.
  boolean endedWithAlert() {
    ByteBuffer records = ByteBuffer.wrap(came.toByteArray());
    int type = 0;
    int length = 0;
    while (records.remaining() >= HEADER) {
      type = records.get();
      length = records.position(records.position() + 2).getShort() & 0xffff;
      records.position(records.position() + length);
    }
    return type == ALERT || (type == SEALED && length == SEALED_ALERT);
  }
}

package dev.serin.routers.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Receives syslog on one port, over UDP and TCP, with the header of RFC 3164, of RFC 5424 or none;
/// over TCP with a count before each message (RFC 6587) or a line feed behind it.
///
/// What can not be read is counted and dropped. What the kernel had to drop is counted by the
/// kernel, where it tells.
public final class SyslogReceiver implements AutoCloseable {
  /// A burst of some ten thousand messages; the kernel may grant less.
  private static final int ROOM = 8 * 1024 * 1024;

  private static final int LONGEST = 64 * 1024;

  private final DatagramSocket datagrams;
  private final ServerSocket streams;
  private final Consumer<RequestRecord> receiver;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final LongAdder received = new LongAdder();
  private final LongAdder malformed = new LongAdder();

  private SyslogReceiver(
      DatagramSocket datagrams, ServerSocket streams, Consumer<RequestRecord> receiver) {
    this.datagrams = datagrams;
    this.streams = streams;
    this.receiver = receiver;
  }

  /// Begins to receive.
  ///
  /// @param receiver is given each request, by several threads at once
  /// @throws IOException when it can not listen there
  public static SyslogReceiver open(InetSocketAddress address, Consumer<RequestRecord> receiver)
      throws IOException {
    ServerSocket streams = new ServerSocket();
    DatagramSocket datagrams = new DatagramSocket(null);
    try {
      streams.bind(address);
      datagrams.setReceiveBufferSize(ROOM);
      datagrams.bind(new InetSocketAddress(address.getAddress(), streams.getLocalPort()));
    } catch (IOException failure) {
      streams.close();
      datagrams.close();
      throw failure;
    }
    SyslogReceiver opened = new SyslogReceiver(datagrams, streams, receiver);
    Thread.ofPlatform().daemon().name("syslog-udp").start(opened::receive);
    Thread.ofPlatform().daemon().name("syslog-tcp").start(opened::accept);
    return opened;
  }

  /// The port of both protocols.
  public int port() {
    return streams.getLocalPort();
  }

  /// Messages that told of a request.
  public long received() {
    return received.sum();
  }

  /// Messages that did not.
  public long malformed() {
    return malformed.sum();
  }

  /// Datagrams that the kernel dropped since the port was opened, because nobody took them in time;
  /// empty where the kernel does not tell.
  public OptionalLong lost() {
    String port = String.format(Locale.ROOT, ":%04X", port());
    OptionalLong lost = OptionalLong.empty();
    for (String table : new String[] {"/proc/net/udp", "/proc/net/udp6"}) {
      OptionalLong one = lost(Path.of(table), port);
      if (one.isPresent()) {
        lost = OptionalLong.of(lost.orElse(0) + one.getAsLong());
      }
    }
    return lost;
  }

  private static OptionalLong lost(Path table, String port) {
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(columns -> columns.length > 12 && columns[1].endsWith(port))
          .mapToLong(columns -> Long.parseLong(columns[columns.length - 1]))
          .reduce(Long::sum);
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  private void receive() {
    byte[] room = new byte[LONGEST];
    DatagramPacket packet = new DatagramPacket(room, room.length);
    try {
      while (true) {
        packet.setLength(room.length);
        datagrams.receive(packet);
        take(new String(room, 0, packet.getLength(), StandardCharsets.UTF_8));
      }
    } catch (SocketException _) {
      // It was closed.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void take(String message) {
    LogLine.read(message)
        .ifPresentOrElse(
            request -> {
              received.increment();
              receiver.accept(request);
            },
            malformed::increment);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = streams.accept();
        open.add(socket);
        Thread.ofVirtual().name("syslog").start(() -> read(socket));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private void read(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      for (String message = next(in); message != null; message = next(in)) {
        take(message);
      }
    } catch (IOException _) {
      // The sender is gone; what was whole was taken.
    } finally {
      open.remove(socket);
    }
  }

  /// The next message of a stream; null at its end.
  ///
  /// @throws IOException when a message is too long, or the count before it is none
  private static @Nullable String next(InputStream in) throws IOException {
    int first = in.read();
    while (first == '\n' || first == '\r') {
      first = in.read();
    }
    if (first < 0) {
      return null;
    }
    return first >= '1' && first <= '9' ? counted(in, first - '0') : line(in, first);
  }

  private static String counted(InputStream in, int first) throws IOException {
    int length = first;
    for (int b = in.read(); b != ' '; b = in.read()) {
      length = length * 10 + (b - '0');
      if (b < '0' || b > '9' || length > LONGEST) {
        throw new IOException("a message without a proper count");
      }
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String line(InputStream in, int first) throws IOException {
    StringBuilder line = new StringBuilder().append((char) first);
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
      if (line.length() > LONGEST) {
        throw new IOException("a line that is too long");
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    streams.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}

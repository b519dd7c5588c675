package dev.serin.routers.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Receives syslog on one port, over UDP and TCP, with the header of RFC 3164, of RFC 5424 or none;
/// over TCP with a count before each message (RFC 6587) or a line feed behind it.
///
/// What can not be read is counted and dropped; a stream that is no syslog is closed. What the
/// kernel had to drop is counted by the kernel, where it tells.
public final class SyslogReceiver implements AutoCloseable {
  /// The room that is asked of the kernel, in bytes: a burst of some ten thousand messages.
  public static final int ROOM = 8 * 1024 * 1024;

  private static final int MOST_STREAMS = 1024;
  private static final int TRIES = 20;
  private static final Duration LONGEST_END = Duration.ofSeconds(2);
  private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);

  private final DatagramSocket datagrams;
  private final ServerSocket streams;
  private final Consumer<RequestRecord> receiver;
  private final InetSocketAddress bound;
  private final int room;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder received = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder notices = new LongAdder();

  private SyslogReceiver(Ports ports, Consumer<RequestRecord> receiver) throws IOException {
    this.datagrams = ports.datagrams;
    this.streams = ports.streams;
    this.receiver = receiver;
    this.bound = new InetSocketAddress(streams.getInetAddress(), streams.getLocalPort());
    this.room = datagrams.getReceiveBufferSize();
  }

  private record Ports(DatagramSocket datagrams, ServerSocket streams) {
    static Ports bind(InetSocketAddress address) throws IOException {
      ServerSocket streams = new ServerSocket();
      DatagramSocket datagrams = new DatagramSocket(null);
      try {
        streams.bind(address);
        datagrams.setReceiveBufferSize(ROOM);
        datagrams.bind(new InetSocketAddress(address.getAddress(), streams.getLocalPort()));
      } catch (IOException | IllegalArgumentException failure) {
        streams.close();
        datagrams.close();
        throw failure;
      }
      return new Ports(datagrams, streams);
    }

    /// A port that the system chose for TCP may be taken for UDP: then another one is tried.
    static Ports bindAny(InetSocketAddress address) throws IOException {
      for (int i = 1; i < TRIES && address.getPort() == 0; i++) {
        try {
          return bind(address);
        } catch (BindException _) {
          // Another port is chosen.
        }
      }
      return bind(address);
    }
  }

  /// Begins to receive.
  ///
  /// @param receiver is given each request, by several threads at once; it must not throw
  /// @throws IOException when it can not listen there
  public static SyslogReceiver open(InetSocketAddress address, Consumer<RequestRecord> receiver)
      throws IOException {
    if (address.isUnresolved()) {
      throw new BindException("the host " + address.getHostString() + " is not known");
    }
    SyslogReceiver opened = new SyslogReceiver(Ports.bindAny(address), receiver);
    opened.start("syslog-udp", opened::receive);
    opened.start("syslog-tcp", opened::accept);
    return opened;
  }

  private void start(String name, Runnable work) {
    threads.add(Thread.ofPlatform().daemon().name(name).start(work));
  }

  /// The port of both protocols.
  public int port() {
    return bound.getPort();
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return bound;
  }

  /// How many bytes the kernel keeps for it, which can be less than [#ROOM].
  public int room() {
    return room;
  }

  /// Messages that told of a request to a pool.
  public long received() {
    return received.sum();
  }

  /// Messages that could not be read.
  public long malformed() {
    return malformed.sum();
  }

  /// Messages in which a balancer spoke of itself.
  public long notices() {
    return notices.sum();
  }

  /// Datagrams that the kernel dropped since the port was opened, because nobody took them in time;
  /// empty where the kernel does not tell.
  public OptionalLong lost() {
    return KernelLoss.of(bound);
  }

  private void receive() {
    byte[] bytes = new byte[Frames.LONGEST];
    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
    while (!datagrams.isClosed()) {
      try {
        packet.setLength(bytes.length);
        datagrams.receive(packet);
        take(new String(bytes, 0, packet.getLength(), StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It was closed, or one datagram could not be had: the next may be.
        LockSupport.parkNanos(REST);
      }
    }
  }

  private void take(String message) {
    switch (LogLine.read(message)) {
      case LogLine.Reading.OfPool(RequestRecord request) -> {
        received.increment();
        receiver.accept(request);
      }
      case LogLine.Reading.OfNone() -> {}
      case LogLine.Reading.Notice() -> notices.increment();
      case LogLine.Reading.Malformed() -> malformed.increment();
    }
  }

  private void accept() {
    while (!streams.isClosed()) {
      try {
        Socket socket = streams.accept();
        if (open.size() >= MOST_STREAMS) {
          socket.close();
        } else {
          open.add(socket);
          Thread.ofVirtual().name("syslog").start(() -> read(socket));
        }
      } catch (IOException _) {
        // It was closed, or there are too many open files: they become fewer.
        LockSupport.parkNanos(REST);
      }
    }
  }

  private void read(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      Frames frames = new Frames(in);
      for (String message = frames.next(); message != null; message = frames.next()) {
        take(message);
      }
    } catch (ProtocolException _) {
      malformed.increment();
    } catch (IOException _) {
      // The sender is gone; what was whole was taken.
    } finally {
      open.remove(socket);
    }
  }

  /// Gives the port back: it is free when this returns.
  @Override
  public void close() {
    datagrams.close();
    try {
      streams.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException _) {
      // What does not close is gone with its thread.
    }
    // The system keeps a port until the last call on it has returned.
    threads.forEach(SyslogReceiver::await);
  }

  private static void await(Thread thread) {
    try {
      boolean _ = thread.join(LONGEST_END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

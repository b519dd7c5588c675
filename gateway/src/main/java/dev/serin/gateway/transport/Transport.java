package dev.serin.gateway.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/// The sockets of this machine: Linux's epoll where its library loads, else the JDK's own.
///
/// The system property `serin.transport` names another: `io_uring`, `epoll` or `jdk`.
///
/// io_uring takes less processor time. But with Netty 4.2.18, of 20 000 answers in a test with many
/// that are pipelined and broken off, about one stands still in its middle (netty/netty#17049 may
/// be the cause); so it is for who asks for it.
public record Transport(
    IoHandlerFactory io,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client) {
  private static final String PROPERTY = "serin.transport";
  private static final int RING_SIZE = 1024;

  /// The best that never loses an answer, or the one that is asked for.
  ///
  /// @throws IllegalArgumentException when the one that is asked for is not there
  public static Transport best() {
    return switch (System.getProperty(PROPERTY, "")) {
      case "io_uring" -> ioUring();
      case "epoll" -> epoll();
      case "jdk" -> jdk();
      case "" -> ofThisMachine();
      case String other ->
          throw new IllegalArgumentException(
              PROPERTY + " must be io_uring, epoll or jdk, but is " + other);
    };
  }

  private static Transport ofThisMachine() {
    return Epoll.isAvailable() ? epoll() : jdk();
  }

  private static Transport ioUring() {
    require(IoUring.isAvailable(), "io_uring");
    IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setRingSize(RING_SIZE);
    return new Transport(
        IoUringIoHandler.newFactory(config),
        IoUringServerSocketChannel.class,
        IoUringSocketChannel.class);
  }

  private static Transport epoll() {
    require(Epoll.isAvailable(), "epoll");
    return new Transport(
        new LastingEpoll(), EpollServerSocketChannel.class, EpollSocketChannel.class);
  }

  private static Transport jdk() {
    return new Transport(
        NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
  }

  private static void require(boolean available, String name) {
    if (!available) {
      throw new IllegalArgumentException(
          PROPERTY + " is " + name + ", which this machine does not have, or does not allow");
    }
  }
}

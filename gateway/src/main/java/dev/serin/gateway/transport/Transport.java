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

/// The sockets of this machine: Linux's io_uring where the kernel has it and lets us use it, else
/// epoll where its library loads, else the JDK's own.
///
/// The system property `serin.transport` names another: `io_uring`, `epoll` or `jdk`.
public record Transport(
    IoHandlerFactory io,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client) {
  private static final String PROPERTY = "serin.transport";
  private static final int RING_SIZE = 1024;

  /// The one that takes the least processor time for a request, or the one that is asked for.
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
    // What came with Linux 6.0 marks rings that are worth it; containers often forbid them.
    if (IoUring.isAvailable() && IoUring.isRecvMultishotEnabled()) {
      return ioUring();
    }
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

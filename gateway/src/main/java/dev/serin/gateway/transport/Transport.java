package dev.serin.gateway.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// The sockets of this machine: Linux's epoll where its library loads, the JDK's own elsewhere.
public record Transport(
    IoHandlerFactory io,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client) {
  public static Transport best() {
    return Epoll.isAvailable()
        ? new Transport(
            EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class)
        : new Transport(
            NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
  }
}

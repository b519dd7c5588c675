package dev.serin.gateway.http1;

import dev.serin.gateway.client.Client;
import dev.serin.gateway.client.Peer;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.proxy.Downstream;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.OwnAnswer;
import dev.serin.gateway.proxy.Passage;
import dev.serin.gateway.proxy.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the answers of a client's connection, one exchange after the other.
final class ClientSide implements Downstream {
  private final ClientConnection connection;
  private final ClientSocket socket;
  private final Peer peer;
  private Client sender;
  private boolean delimited;

  ClientSide(ClientConnection connection, ClientSocket socket, Peer peer) {
    this.connection = connection;
    this.socket = socket;
    this.peer = peer;
    this.sender = peer;
  }

  /// The next exchange is for a request of this client.
  void sentBy(Client client) {
    sender = client;
  }

  @Override
  public Client sender() {
    return sender;
  }

  @Override
  public ByteBufAllocator allocator() {
    return socket.allocator();
  }

  @Override
  public void resume() {
    connection.consume();
  }

  @Override
  public void interim(ResponseHead head) {
    socket.write(ResponseRewriter.interim(socket.allocator(), head));
  }

  @Override
  public int head(ResponseHead head, Terms terms) {
    boolean chunked = head.framing().chunked() && !terms.oldClient();
    delimited = chunked || head.framing().length() >= 0;
    return write(new ResponseRewriter(terms).rewrite(socket.allocator(), head));
  }

  @Override
  public void body(ByteBuf part) {
    socket.write(part);
  }

  @Override
  public int own(OwnAnswer answer, boolean toHead, boolean keepAlive) {
    return write(answer.write(socket.allocator(), toHead, keepAlive));
  }

  private int write(ByteBuf bytes) {
    int size = bytes.readableBytes();
    socket.write(bytes);
    return size;
  }

  /// Answers a request that belongs to no population.
  ///
  /// @param head null when it could not be read, or not in time
  void refuse(Lane lane, @Nullable RequestHead head, OwnAnswer answer, boolean keepAlive) {
    if (head == null) {
      sender = peer;
    }
    boolean toHead = head != null && head.method().equals("HEAD");
    lane.refused(this, head, answer, own(answer, toHead, keepAlive));
    connection.over(keepAlive, _ -> {});
    socket.flush();
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public boolean writable() {
    return socket.writable();
  }

  @Override
  public void over(boolean keepAlive, Consumer<Boolean> delivered) {
    connection.over(keepAlive, delivered);
  }

  @Override
  public void reset() {
    if (delimited && socket.writable()) {
      // The client sees that something is missing. What was sent before should reach it: a reset
      // could destroy whole responses to earlier requests on their way.
      connection.over(false, _ -> {});
      socket.flush();
    } else {
      socket.reset();
    }
  }

  @Override
  public void tunnel(Upstream upstream, Passage passage) {
    Tunnel tunnel = new Tunnel(connection, upstream, passage);
    upstream.tunnel(tunnel);
    connection.enter(tunnel);
  }
}

package dev.serin.gateway.http1;

import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.proxy.Answer;
import dev.serin.gateway.proxy.Passage;
import dev.serin.gateway.proxy.Upstream;
import io.netty.buffer.ByteBuf;

/// Two connections that pass each other's bytes on, after the backend agreed to change the
/// protocol. Each direction ends by itself; the tunnel ends when both did, when a side is gone,
/// when nothing passes for too long, when its revision has got no more traffic for too long, or
/// when the gateway closes.
final class Tunnel implements Answer {
  private final ClientConnection client;
  private final Upstream backend;
  private final Passage passage;
  private long progressAt = System.nanoTime();
  private boolean clientDone;
  private boolean backendDone;
  private boolean over;

  /// Joins the two sides.
  Tunnel(ClientConnection client, Upstream backend, Passage passage) {
    this.client = client;
    this.backend = backend;
    this.passage = passage;
  }

  void fromClient(ByteBuf bytes) {
    progressAt = System.nanoTime();
    passage.received(bytes.readableBytes());
    backend.write(bytes);
  }

  void flushBackend() {
    backend.flush();
  }

  /// True when the backend takes more bytes.
  boolean backendWritable() {
    return backend.writable();
  }

  /// The client takes more bytes again.
  void clientWritable() {
    backend.resume();
  }

  /// The client sends no more.
  void clientInputEnded() {
    if (!clientDone) {
      clientDone = true;
      backend.shutdownOutput();
      endWhenBothDid();
    }
  }

  /// The client is gone.
  void clientGone() {
    over();
    backend.discard();
  }

  @Override
  public void interim(ResponseHead head) {}

  @Override
  public void head(ResponseHead head) {}

  @Override
  public void body(ByteBuf part) {
    progressAt = System.nanoTime();
    passage.sent(part.readableBytes());
    client.socket().write(part);
    if (!client.socket().writable()) {
      backend.pause();
    }
  }

  @Override
  public void end() {
    backendDone = true;
    client.socket().shutdownOutput();
    endWhenBothDid();
  }

  @Override
  public void broken(String why, boolean unheard) {
    over();
    client.socket().closeAfterFlush();
  }

  @Override
  public void flush() {
    client.socket().flush();
  }

  @Override
  public void writable() {
    client.consume();
  }

  /// Looks whether nothing passed for too long, or it must make way.
  void sweep(long now, long limitNanos) {
    if (!over && passage.overdue(now)) {
      passage.cutOff();
      cut();
    } else if (now - progressAt > limitNanos) {
      cut();
    }
  }

  /// Ends both sides now; asked again, without what the client has not taken yet.
  void cut() {
    if (over) {
      client.socket().close();
    } else {
      over();
      backend.discard();
      client.socket().closeAfterFlush();
    }
  }

  private void endWhenBothDid() {
    if (clientDone && backendDone) {
      over();
      backend.discard();
      client.socket().closeAfterFlush();
    }
  }

  private void over() {
    if (!over) {
      over = true;
      passage.ended();
    }
  }
}

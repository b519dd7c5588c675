package dev.serin.gateway;

import io.netty.buffer.ByteBuf;

/// Two connections that pass each other's bytes on, after the backend agreed to change the
/// protocol. Each direction ends by itself; the tunnel ends when both did, or when a side is
/// gone.
final class Tunnel implements Answer {
  private final ClientConnection client;
  private final BackendConnection backend;
  private final Tally tally;
  private final Runnable ended;
  private boolean clientDone;
  private boolean backendDone;
  private boolean over;

  /// @param ended is run once, when the tunnel is over
  Tunnel(ClientConnection client, BackendConnection backend, Tally tally, Runnable ended) {
    this.client = client;
    this.backend = backend;
    this.tally = tally;
    this.ended = ended;
  }

  void fromClient(ByteBuf bytes) {
    tally.count(Tally.Count.BYTES_IN, bytes.readableBytes());
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
    tally.count(Tally.Count.BYTES_OUT, part.readableBytes());
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
      ended.run();
    }
  }
}

package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;

/// A response's body that ends with its connection.
public final class OpenBody implements Body {
  @Override
  public int take(ByteBuf in) {
    return in.readableBytes();
  }

  @Override
  public boolean done() {
    return false;
  }
}

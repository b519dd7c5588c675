package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;

/// A body of a known length.
public final class CountedBody implements Body {
  private long left;

  public CountedBody(long length) {
    left = length;
  }

  @Override
  public int take(ByteBuf in) {
    int taken = (int) Math.min(left, in.readableBytes());
    left -= taken;
    return taken;
  }

  @Override
  public boolean done() {
    return left == 0;
  }
}

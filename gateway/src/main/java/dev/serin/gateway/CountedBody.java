package dev.serin.gateway;

import io.netty.buffer.ByteBuf;

/// A body of a known length.
final class CountedBody implements Body {
  private long left;

  CountedBody(long length) {
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

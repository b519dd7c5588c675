package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;

/// How far a message's body has come. It looks at bytes, and never keeps or moves them.
public sealed interface Body permits CountedBody, ChunkedBody, OpenBody {
  /// What [#take(ByteBuf)] answers when the bytes break the framing.
  int BROKEN = -1;

  /// What [#take(ByteBuf)] answers when the body is larger than it may be.
  int TOO_LARGE = -2;

  /// How many of the bytes that can be read belong to the body; they count as taken.
  ///
  /// @return 0 or more, or [#BROKEN], or [#TOO_LARGE]
  int take(ByteBuf in);

  /// True when the whole body was taken.
  boolean done();
}

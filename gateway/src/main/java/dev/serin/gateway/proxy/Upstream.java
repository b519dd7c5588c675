package dev.serin.gateway.proxy;

import dev.serin.gateway.pool.LiveEndpoint;
import io.netty.buffer.ByteBuf;

/// The way to an endpoint for one request, in whichever protocol the endpoint speaks. What goes
/// through it has the form of HTTP/1.1. All calls are made on its lane's event loop.
public interface Upstream {
  /// Where it leads.
  LiveEndpoint endpoint();

  /// True when its connection carried a request before this one, so that it may have been closed
  /// by the other side in the meantime.
  boolean reused();

  /// Sends the head of a request, which the bytes of its body follow by [#write(ByteBuf)].
  ///
  /// @param head complete, with its blank line; to be released by this
  /// @param toHead true when it is a HEAD, whose response has no body
  /// @param unchunk true when the receiver wants the data of chunks alone
  void begin(Answer receiver, ByteBuf head, boolean toHead, boolean unchunk);

  /// Sends bytes of the body as the head framed it. Those that can not be sent are dropped: the
  /// receiver hears of it, after what the endpoint said before.
  void write(ByteBuf bytes);

  /// What was written may leave.
  void flush();

  /// False when so much waits to leave that no more should be written.
  boolean writable();

  /// Hands over no more of the answer than what has come already, until told so.
  void pause();

  /// Hands over the answer again.
  void resume();

  /// The protocol was changed by a 101: from now on bytes are passed on as they are, to another
  /// receiver, and each side may end by itself.
  void tunnel(Answer receiver);

  /// Sends no more, but still receives; of a tunnel.
  void shutdownOutput();

  /// Request and response were whole: its connection may carry others.
  void release();

  /// Ends it now; the receiver hears no more of it.
  void discard();
}

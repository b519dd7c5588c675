package dev.serin.gateway.proxy;

import dev.serin.gateway.client.Client;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The client's side of one exchange, in whichever protocol the client speaks. What goes through it
/// has the form of HTTP/1.1. All calls are made on its lane's event loop.
public interface Downstream {
  /// How a response is to be passed on.
  ///
  /// @param setCookie the value of a `Set-Cookie` to add; null for none
  /// @param keepAlive whether the client's connection stays open
  /// @param oldClient true when the client speaks HTTP/1.0
  record Terms(@Nullable String setCookie, boolean keepAlive, boolean oldClient) {}

  /// Who sent the request.
  Client sender();

  /// The protocol that the client speaks, as the access log names it.
  ///
  /// @param head of the request; null when it could not be read
  default String protocol(@Nullable RequestHead head) {
    return head != null && head.oldVersion() ? "HTTP/1.0" : "HTTP/1.1";
  }

  /// For what is written.
  ByteBufAllocator allocator();

  /// The backend can take bytes of the request's body: they are to be offered.
  void resume();

  /// Passes on a response that another one follows, such as 100.
  void interim(ResponseHead head);

  /// Passes on the head of the response, whose bytes are gone when the call ends.
  ///
  /// @return how many bytes that is
  int head(ResponseHead head, Terms terms);

  /// Passes on a part of the body as the head framed it; to be released by this.
  void body(ByteBuf part);

  /// Answers for the backend, to the last byte.
  ///
  /// @param toHead true when the request was a HEAD
  /// @return how many bytes that is
  int own(OwnAnswer answer, boolean toHead, boolean keepAlive);

  /// What was written may leave.
  void flush();

  /// False when so much waits to leave that no more should be written.
  boolean writable();

  /// The response was written, to its last byte.
  ///
  /// @param keepAlive whether another request may follow on this connection
  /// @param delivered is told whether the client's socket took all of it
  void over(boolean keepAlive, Consumer<Boolean> delivered);

  /// Ends the response so that the client can not take what it has for the whole.
  void reset();

  /// The protocol was changed by a 101 that was passed on: both sides pass on what comes.
  ///
  /// @param passage is told what becomes of it
  void tunnel(Upstream upstream, Passage passage);
}

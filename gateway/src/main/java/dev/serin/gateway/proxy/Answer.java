package dev.serin.gateway.proxy;

import dev.serin.gateway.message.ResponseHead;
import io.netty.buffer.ByteBuf;

/// Receives what a backend answers. All calls come from the event loop of the connection.
public interface Answer {
  /// A response that another one follows, such as 100.
  void interim(ResponseHead head);

  /// The head of the response. Its bytes are gone when the call ends.
  void head(ResponseHead head);

  /// A part of the body, or of what follows a 101; to be released by the receiver.
  void body(ByteBuf part);

  /// The response is whole; or, behind a 101, the backend sends no more.
  void end();

  /// No whole response will come. The connection is closed.
  ///
  /// @param unheard true when not one byte came
  void broken(String why, boolean unheard);

  /// All that one read brought was handed over: it can leave.
  void flush();

  /// The backend takes more bytes again, or no more.
  void writable();
}

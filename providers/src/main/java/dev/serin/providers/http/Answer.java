package dev.serin.providers.http;

/// What came of a [Call].
public sealed interface Answer {
  /// The server answered.
  ///
  /// @param status of HTTP, 200 to 599
  /// @param body decoded by the charset of its content type, else as UTF-8
  record Received(int status, String body) implements Answer {
    /// True for 200 to 299.
    public boolean successful() {
      return status >= 200 && status < 300;
    }

    /// True when the server does not know who asks: 401, or 400 as some token endpoints say it.
    boolean deniesClient() {
      return status == 400 || status == 401;
    }
  }

  /// No answer.
  ///
  /// @param why a sentence with the address, without secrets, and with what would help
  record Failed(String why) implements Answer {}
}

package dev.serin.providers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// What a call says about who makes it: the value of its `Authorization` header.
///
/// @param value empty for none
record Authorization(String value) {
  static final Authorization NONE = new Authorization("");

  private static final int SHORTEST_SECRET = 5;

  /// By name and password (RFC 7617).
  ///
  /// @param userInfo `name:password`; empty for nobody
  static Authorization basic(String userInfo) {
    return userInfo.isEmpty()
        ? NONE
        : new Authorization(
            "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8)));
  }

  /// By a token (RFC 6750).
  static Authorization bearer(String token) {
    return new Authorization("Bearer " + token);
  }

  /// What is sent when headers have been added: this one, or else that of the headers.
  Authorization orOf(List<Header> headers) {
    return value.isEmpty()
        ? headers.stream()
            .filter(header -> header.key().equalsIgnoreCase("Authorization"))
            .map(header -> new Authorization(header.value().strip()))
            .reduce(NONE, (_, later) -> later)
        : this;
  }

  /// A text of the server without this value, should the server repeat it: whole, or the part
  /// behind its scheme; also as JSON may write it, with slashes escaped.
  String hiddenIn(String text) {
    String secret = value.substring(value.indexOf(' ') + 1);
    return Stream.of(value, secret)
        .filter(it -> it.length() >= SHORTEST_SECRET)
        .flatMap(it -> Stream.of(it, it.replace("/", "\\/")))
        .reduce(text, (hidden, it) -> hidden.replace(it, "*****"));
  }

  /// Without the value.
  @Override
  public String toString() {
    return "Authorization: *****";
  }
}

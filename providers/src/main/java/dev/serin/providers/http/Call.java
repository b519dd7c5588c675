package dev.serin.providers.http;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// One HTTP request.
///
/// @param method `GET`, `POST` or `PUT`
/// @param body empty for none
/// @param timeout from the start to the last byte of the answer
/// @param maximumBytes of the answer's body
public record Call(
    String method,
    WebAddress address,
    List<Header> headers,
    String body,
    Access access,
    Duration timeout,
    int maximumBytes) {
  /// Shorter values are left: they are hardly secret, and hiding them would spoil words.
  private static final int SHORTEST_SECRET = 5;

  /// Copies its list.
  public Call {
    headers = List.copyOf(headers);
  }

  /// A text of the server without this call's secrets, and cut to what a message can hold.
  public String quoted(String text) {
    String hidden = text;
    for (String secret : secrets().filter(it -> it.length() >= SHORTEST_SECRET).toList()) {
      hidden = hidden.replace(secret, "*****");
    }
    String line = hidden.strip().replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300) + "...";
  }

  private Stream<String> secrets() {
    Stream<String> credentials =
        switch (access.credentials()) {
          case Credentials.None() -> Stream.of();
          case Credentials.Basic basic -> Stream.of(basic.password());
          case Credentials.ClientCredentials client -> Stream.of(client.clientSecret());
        };
    Stream<String> values =
        headers.stream()
            .map(Header::value)
            .flatMap(value -> Stream.of(value, value.substring(value.indexOf(' ') + 1)));
    return Stream.concat(
        Stream.concat(credentials, values),
        Stream.of(address.userInfo().substring(address.userInfo().indexOf(':') + 1)));
  }

  /// Only what may be shown.
  @Override
  public String toString() {
    return method + " " + address.shown();
  }
}

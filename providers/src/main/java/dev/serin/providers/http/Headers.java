package dev.serin.providers.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpRequest;

/// What a manifest may say in a request's head.
final class Headers {
  /// What HTTP sets by itself.
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  private Headers() {}

  /// Puts a header in a request, instead of one of the same name.
  ///
  /// @throws IllegalArgumentException without the value, which may be a secret
  static void set(HttpRequest request, Header header) {
    if (RESERVED.contains(header.key().toLowerCase(Locale.ROOT))
        || !NAME.matcher(header.key()).matches()
        || !VALUE.matcher(header.value()).matches()) {
      throw new IllegalArgumentException(
          ("header \"%s\" can not be sent: either HTTP sets it by itself (Host, Content-Length,"
                  + " Connection), or its value holds a line break, often at its end")
              .formatted(header.key()));
    }
    request.setHeader(header.key(), header.value());
  }
}

package dev.serin.providers.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The address of an HTTP server, or of something on it.
///
/// @param uri absolute, `http` or `https`, with a host and without user information
/// @param userInfo `name:password` that stood before the host, decoded; empty for none
public record WebAddress(URI uri, String userInfo) {
  private static final Pattern ILLEGAL =
      Pattern.compile("[\\x00-\\x20\"<>\\\\^`{|}]|%(?![0-9A-Fa-f]{2})");

  /// Reads an address; characters that must be escaped are escaped.
  ///
  /// @param name of the setting, for the message
  /// @throws IllegalArgumentException when it is not `http://host` or `https://host`
  public static WebAddress parse(String name, String text) {
    try {
      URI uri = new URI(new URI(escaped(text.strip())).toASCIIString());
      if (uri.getHost() != null && isWeb(uri)) {
        return of(uri);
      }
    } catch (URISyntaxException _) {
      // The message below is for people; that of the parser may show a password.
    }
    throw new IllegalArgumentException(
        "%s is \"%s\": give http://HOST:PORT or https://HOST:PORT, with letters, digits, dots and hyphens in HOST"
            .formatted(name, withoutSecrets(text)));
  }

  private static WebAddress of(URI uri) {
    if (uri.getRawUserInfo() == null) {
      return new WebAddress(uri, "");
    }
    String bare = uri.toString().replaceFirst(Pattern.quote(uri.getRawUserInfo() + "@"), "");
    return new WebAddress(URI.create(bare), uri.getUserInfo());
  }

  private static boolean isWeb(URI uri) {
    return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http", "https" -> true;
      default -> false;
    };
  }

  private static String escaped(String text) {
    return ILLEGAL
        .matcher(text)
        .replaceAll(illegal -> "%%%02X".formatted((int) illegal.group().charAt(0)));
  }

  private static String withoutSecrets(String text) {
    String bare = text.strip().replaceFirst("[?#].*", "");
    return bare.substring(bare.lastIndexOf('@') + 1);
  }

  /// The address of a path below this one, with another query.
  ///
  /// @param path starting with a slash
  /// @param query escaped; empty for none
  public WebAddress below(String path, String query) {
    String base = shown().replaceFirst("/+$", "");
    return new WebAddress(URI.create(base + path + (query.isEmpty() ? "" : "?" + query)), userInfo);
  }

  /// The address as messages show it: without user information and query, which may hold secrets.
  public String shown() {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }

  /// Only what may be shown.
  @Override
  public String toString() {
    return shown();
  }
}

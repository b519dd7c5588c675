package dev.serin.gateway.settings;

import dev.serin.gateway.message.Ascii;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where on a gateway a rollout is served: a host, and a path below it.
///
/// @param host such as `shop.example.org`; `*.example.org` for each host that ends so; `*` for any.
///     In lower case, without a port
/// @param path such as `/api`, which takes `/api` and all below it but not `/apis`; `/` takes all.
///     Without a slash at its end
public record Place(String host, String path) {
  private static final Pattern HOST =
      Pattern.compile("\\*|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]");

  /// Takes every request.
  public static final Place ANYWHERE = new Place("*", "/");

  /// Brings both into one form.
  ///
  /// @throws IllegalArgumentException when one of them is none
  public Place {
    host = host.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "a host must be like shop.example.org, *.example.org or *, without a port, but is \"%s\""
              .formatted(host));
    }
    if (!isPath(path)) {
      throw new IllegalArgumentException(
          "a path must begin with a slash and have no query, such as /api, but is \"%s\""
              .formatted(path));
    }
    if (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
  }

  private static boolean isPath(String text) {
    return text.startsWith("/")
        && text.chars().allMatch(c -> c < 0x80 && c != '?' && c != '#' && Ascii.isTarget((byte) c));
  }

  /// True when a path without its query lies here.
  public boolean holds(String asked) {
    return asked.startsWith(path)
        && (path.length() == 1
            || asked.length() == path.length()
            || asked.charAt(path.length()) == '/');
  }

  /// `shop.example.org/api`.
  @Override
  public String toString() {
    return host + path;
  }
}

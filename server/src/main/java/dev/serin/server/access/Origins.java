package dev.serin.server.access;

import dev.serin.server.http.Problem;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps web pages of others from using this server through a browser that can reach it.
final class Origins {
  private static final Set<HandlerType> READING =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private final @Nullable URI publicUrl;

  /// @param publicUrl where browsers find the server, if that is not the address in their requests
  Origins(@Nullable URI publicUrl) {
    this.publicUrl = publicUrl;
  }

  /// True when a request changes nothing.
  static boolean reads(Context request) {
    return READING.contains(request.method());
  }

  /// Why a request does not come from this machine by its own name, if it does not. Where nobody
  /// logs in, a page of others could point a name of theirs at this machine (DNS rebinding), and
  /// read and command as if it were the dashboard; and a proxy could let everybody in.
  static Optional<Problem> strange(Context request) {
    if (FORWARDED.stream().anyMatch(header -> request.header(header) != null)) {
      return Optional.of(
          Problem.of(
              421,
              "behind-a-proxy",
              "this server asks for no login, and answers no proxy: start it with --public-url"));
    }
    return local(name(String.valueOf(request.header("Host"))))
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                421,
                "wrong-host",
                "this server asks for no login, and answers only at localhost, 127.0.0.1 and [::1];"
                    + " call it by one of them, or start it with --public-url"));
  }

  private static boolean local(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Why a request that changes something was made by a page of others, if it was. Programs that
  /// are no browsers say nothing about pages.
  Optional<Problem> foreign(Context request) {
    @Nullable String site = request.header("Sec-Fetch-Site");
    @Nullable String origin = request.header("Origin");
    boolean ours =
        site == null
            ? origin == null || ours(origin, String.valueOf(request.header("Host")))
            : List.of("same-origin", "none").contains(site);
    return ours || reads(request)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                403,
                "foreign-origin",
                "a page of %s may not change anything here; if it is this server's own behind a proxy, start it with --public-url"
                    .formatted(origin == null ? "another site" : origin)));
  }

  private boolean ours(String origin, String host) {
    try {
      URI from = new URI(origin);
      String at = authority(from.getScheme(), String.valueOf(from.getRawAuthority()));
      return at.equals(authority(from.getScheme(), host))
          || (publicUrl != null
              && at.equals(authority(publicUrl.getScheme(), publicUrl.getRawAuthority())));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static String authority(@Nullable String scheme, String authority) {
    String usual = "https".equals(scheme) ? ":443" : ":80";
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }

  private static String name(String authority) {
    String bare = authority.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return bare.startsWith("[") && bare.endsWith("]") ? bare.substring(1, bare.length() - 1) : bare;
  }
}

package dev.serin.cli.client;

import dev.serin.server.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The server that commands go to.
///
/// @param address such as `https://serin.example.com`, without a slash at its end
/// @param chosenBy what named it, for messages: `--server`, `SERIN_SERVER`, `context prod`
/// @param token what proves who asks; empty for none
/// @param caCert PEM file of the authority that vouches for the server; null for the usual ones
/// @param namespace where a rollout is looked for that is named without one
public record Target(
    URI address, String chosenBy, String token, @Nullable Path caCert, String namespace) {

  /// Reads an address as people write it; without a scheme it is `http` on this machine and `https`
  /// elsewhere.
  ///
  /// @throws Refusal when it is none
  public static URI address(String text) {
    String whole = text.strip().replaceFirst("(?<=[^/:])/+$", "");
    try {
      URI uri = new URI(whole.contains("://") ? whole : scheme(whole) + "://" + whole);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null && plain(uri)) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // It is refused below.
    }
    throw new Refusal(
        "'"
            + text
            + "' is no address of a server; it is written like https://serin.example.com or"
            + " http://127.0.0.1:8080");
  }

  private static boolean plain(URI uri) {
    return uri.getRawQuery() == null && uri.getRawFragment() == null;
  }

  private static String scheme(String hostAndPort) {
    String host = hostAndPort.toLowerCase(Locale.ROOT);
    return host.matches("(localhost|127\\.[0-9.]+|\\[::1])(:.*)?") ? "http" : "https";
  }

  /// True when what is sent can be read on the way to another machine.
  boolean open() {
    return !"https".equals(address.getScheme()) && !local();
  }

  /// True when the server is on this machine.
  boolean local() {
    return address.getHost().matches("(?i)localhost|127\\.[0-9.]+|\\[::1]");
  }

  /// For messages: the address, and what chose it.
  public String named() {
    return address + " (" + chosenBy + ")";
  }

  /// Without the token.
  @Override
  public String toString() {
    return named();
  }
}

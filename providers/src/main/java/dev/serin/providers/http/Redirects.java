package dev.serin.providers.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Follows redirects, but not from `https` to `http`. To another server goes no header that a
/// manifest gave: any of them may be a secret.
final class Redirects extends DefaultRedirectStrategy {
  /// How many redirects a call follows at most.
  static final int MOST = 5;

  /// What says nothing of who calls.
  private static final Set<String> PLAIN =
      Set.of("accept", "accept-encoding", "content-type", "user-agent");

  @Override
  public boolean isRedirectAllowed(
      HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
    if (from.getSchemeName().equals("https") && !to.getSchemeName().equals("https")) {
      return false;
    }
    if (!from.equals(to)) {
      Arrays.stream(redirect.getHeaders())
          .map(Header::getName)
          .filter(name -> !PLAIN.contains(name.toLowerCase(Locale.ROOT)))
          .forEach(redirect::removeHeaders);
    }
    return true;
  }
}

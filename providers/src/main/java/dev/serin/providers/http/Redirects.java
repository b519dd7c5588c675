package dev.serin.providers.http;

import java.util.List;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Follows redirects, but not from `https` to `http`, and lets what identifies the caller stay with
/// the server that it was for.
final class Redirects extends DefaultRedirectStrategy {
  /// How many redirects a call follows at most.
  static final int MOST = 5;

  private static final List<String> IDENTIFYING =
      List.of("Authorization", "Cookie", "Proxy-Authorization");

  @Override
  public boolean isRedirectAllowed(
      HttpHost from, HttpHost to, HttpRequest redirect, HttpContext context) {
    if (from.getSchemeName().equals("https") && !to.getSchemeName().equals("https")) {
      return false;
    }
    if (!from.equals(to)) {
      IDENTIFYING.forEach(redirect::removeHeaders);
    }
    return true;
  }
}

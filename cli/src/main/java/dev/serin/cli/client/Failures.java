package dev.serin.cli.client;

import dev.serin.cli.view.Words;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// What kept a server from answering, in one sentence with what would help.
final class Failures {
  private final Target target;
  private final Proxies proxies;

  Failures(Target target, Proxies proxies) {
    this.target = target;
    this.proxies = proxies;
  }

  /// @param patience how long was waited
  ServerTrouble of(IOException failure, Duration patience) {
    return new ServerTrouble(sentence(failure, patience), failure);
  }

  private String sentence(IOException failure, Duration patience) {
    String who = target.named();
    Optional<String> proxy = proxies.on(target);
    if (proxy.isPresent() && isUnreachable(failure)) {
      return "the proxy "
          + proxy.get()
          + " on the way to "
          + who
          + " does not answer; unset HTTPS_PROXY and HTTP_PROXY, or set NO_PROXY="
          + target.address().getHost();
    }
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "nobody knows the name " + target.address().getHost() + ": is " + who + " right?";
    }
    if (isUnreachable(failure)) {
      return "no server answers at "
          + who
          + ": is it running (serin server), and the address right?";
    }
    if (has(failure, SSLException.class)) {
      return tls(failure);
    }
    if (failure instanceof HttpTimeoutException) {
      return who
          + " did not answer within "
          + BigDecimal.valueOf(patience.toMillis(), 3).stripTrailingZeros().toPlainString()
          + "s: it is overloaded, or something on the way is; try again";
    }
    boolean foreign = reason(failure).contains("status line");
    return foreign
        ? who + " does not answer in HTTP: " + scheme()
        : who + " broke the connection off (" + Words.plain(reason(failure)) + "): " + scheme();
  }

  private static boolean isUnreachable(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof java.net.http.HttpConnectTimeoutException;
  }

  private String tls(IOException failure) {
    String who = target.named();
    if (has(failure, CertificateExpiredException.class)) {
      return "the certificate of " + who + " has expired; its administrator must renew it";
    }
    boolean otherName =
        causes(failure)
            .filter(CertificateException.class::isInstance)
            .anyMatch(cause -> reason(cause).startsWith("No "));
    if (otherName) {
      return "the certificate of "
          + who
          + " is for another name than "
          + target.address().getHost()
          + "; use the name that it is for";
    }
    boolean untrusted =
        causes(failure).anyMatch(CertificateException.class::isInstance)
            || reason(failure).contains("PKIX");
    if (untrusted) {
      return "nobody that is trusted here vouches for the certificate of "
          + who
          + "; name the authority's certificate with --ca-cert FILE";
    }
    return reason(failure).toLowerCase(Locale.ROOT).contains("unrecognized ssl message")
        ? who + " speaks no TLS; write http:// in place of https://"
        : "no secure connection to " + who + ": " + reason(failure);
  }

  private String scheme() {
    return "https".equals(target.address().getScheme())
        ? "try again, and look into its log"
        : "it may speak TLS: write https:// in place of http://; else try again";
  }

  private static boolean has(Throwable failure, Class<?> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}

package dev.serin.gateway.tls;

import dev.serin.gateway.settings.Entrance;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

/// Who the gateway is to its clients: a certificate with its chain, and the key.
///
/// @param context makes handshakes
/// @param expires when the first certificate of the chain to expire does so
record Identity(SslContext context, Instant expires) {
  private static final String REJECT_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  // Authenticated encryption with forward secrecy, and nothing else.
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  static {
    // The JDK reads it when the first handshake is made. A client that asks for one handshake
    // after the other on one connection is an attack; TLS 1.3 knows no such thing.
    if (System.getProperty(REJECT_RENEGOTIATION) == null) {
      System.setProperty(REJECT_RENEGOTIATION, "true");
    }
  }

  /// What came of reading one.
  sealed interface Outcome {
    /// It can be used.
    record Ready(Identity identity) implements Outcome {}

    /// It can not.
    ///
    /// @param why with the path and what would help
    record Unusable(String why) implements Outcome {}
  }

  /// Reads the contents of the two files.
  ///
  /// @param protocols offered to clients (ALPN), the most wanted first
  static Outcome of(Entrance.Tls files, PemPair pair, List<String> protocols) {
    try {
      List<X509Certificate> chain = pair.chain(files);
      PrivateKey key = pair.key(files, chain.getFirst());
      SslContext context =
          SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(negotiation(protocols))
              .build();
      Instant expires =
          chain.stream()
              .map(certificate -> certificate.getNotAfter().toInstant())
              .min(Instant::compareTo)
              .orElseThrow();
      return new Outcome.Ready(new Identity(context, expires));
    } catch (PemPair.Unusable unusable) {
      return new Outcome.Unusable(unusable.why());
    } catch (SSLException | IllegalArgumentException e) {
      return new Outcome.Unusable(
          "%s with %s can not be used for TLS: %s"
              .formatted(files.certificate(), files.key(), e.getMessage()));
    }
  }

  private static ApplicationProtocolConfig negotiation(List<String> protocols) {
    return new ApplicationProtocolConfig(
        ApplicationProtocolConfig.Protocol.ALPN,
        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
        protocols);
  }
}

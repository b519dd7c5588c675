package dev.serin.routers.agent;

import dev.serin.core.analysis.Checked;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// By what an agent and its engine know each other: three files of PEM. Whoever has a certificate
/// of the authority may steer, so it should be an authority for this alone.
///
/// @param certificate one's own, those of its chain behind it
/// @param key its key, as PKCS 8 without a password
/// @param authority the certificates that the other side's must be signed by
public record TlsFiles(Path certificate, Path key, Path authority) {
  static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private interface Building {
    SslContext build() throws SSLException;
  }

  /// What a server needs that lets in nobody without a certificate.
  Checked<SslContext> server() {
    return built(
        () ->
            SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .trustManager(authority.toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS)
                .build());
  }

  /// What a client needs.
  Checked<SSLContext> client() {
    return built(
            () ->
                SslContextBuilder.forClient()
                    .keyManager(certificate.toFile(), key.toFile())
                    .trustManager(authority.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .build())
        .then(
            context ->
                context instanceof JdkSslContext jdk
                    ? new Checked.Valid<>(jdk.context())
                    : new Checked.Invalid<>("TLS of the JDK is not there"));
  }

  private Checked<SslContext> built(Building building) {
    for (Path file : Stream.of(certificate, key, authority).toList()) {
      if (!Files.isReadable(file)) {
        return new Checked.Invalid<>("the file %s is not there or can not be read".formatted(file));
      }
    }
    try {
      return new Checked.Valid<>(building.build());
    } catch (SSLException | IllegalArgumentException failure) {
      return new Checked.Invalid<>(
          "the certificate %s, its key %s (PKCS 8, no password) and the authority %s can not be used: %s"
              .formatted(certificate, key, authority, deepest(failure)));
    }
  }

  private static String deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }
}

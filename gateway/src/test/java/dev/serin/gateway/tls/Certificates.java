package dev.serin.gateway.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates that are made for one test, and clients that trust them.
public final class Certificates {
  private final X509Bundle root;

  private Certificates(X509Bundle root) {
    this.root = root;
  }

  /// An authority of its own.
  public static Certificates authority() throws Exception {
    return new Certificates(
        new CertificateBuilder()
            .subject("CN=Root")
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned());
  }

  /// A certificate of a server.
  public X509Bundle server(String name, CertificateBuilder.Algorithm algorithm, Duration validity)
      throws Exception {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .subject("CN=" + name)
        .addSanDnsName(name)
        .algorithm(algorithm)
        .notBefore(now.minus(Duration.ofHours(1)))
        .notAfter(now.plus(validity))
        .buildIssuedBy(root);
  }

  public X509Bundle server(String name) throws Exception {
    return server(name, CertificateBuilder.Algorithm.ecp256, Duration.ofDays(30));
  }

  /// Puts both files in place, each in one step.
  public static void put(X509Bundle bundle, Path certificate, Path key) throws Exception {
    put(bundle.getCertificatePathPEM(), certificate);
    put(bundle.getPrivateKeyPEM(), key);
  }

  public static void put(String text, Path file) throws Exception {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What a client needs to trust these servers.
  public SSLContext client() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    store.setCertificateEntry("root", root.getCertificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}

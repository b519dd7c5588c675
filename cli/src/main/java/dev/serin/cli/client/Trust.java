package dev.serin.cli.client;

import dev.serin.server.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Whose certificates are believed.
final class Trust {
  private Trust() {}

  /// Only what the authorities in a PEM file vouch for.
  ///
  /// @throws Refusal when the file holds none
  static SSLContext of(Path authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates(authorities)) {
        store.setCertificateEntry("authority" + number++, certificate);
      }
      if (number == 0) {
        throw none(authorities);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException _) {
      throw new Refusal("--ca-cert " + authorities + " can not be read; check its name and rights");
    } catch (GeneralSecurityException _) {
      throw none(authorities);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static Refusal none(Path file) {
    return new Refusal(
        "--ca-cert " + file + " holds no certificate; it must be a PEM file of the authority's");
  }
}

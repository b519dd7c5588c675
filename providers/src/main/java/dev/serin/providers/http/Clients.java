package dev.serin.providers.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// JDK clients, one for each way to trust servers.
final class Clients implements AutoCloseable {
  private static final int KEPT = 32;
  private final Map<Trust, HttpClient> byTrust = new LinkedHashMap<>();

  /// The client that trusts so.
  ///
  /// @throws IllegalArgumentException when the authorities' certificates can not be read
  synchronized HttpClient trusting(Trust trust) {
    HttpClient client = byTrust.computeIfAbsent(trust, Clients::open);
    if (byTrust.size() > KEPT) {
      // Not closed: it may be in use. Its thread ends when nobody refers to it.
      byTrust.remove(byTrust.keySet().iterator().next());
    }
    return client;
  }

  private static HttpClient open(Trust trust) {
    return HttpClient.newBuilder()
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .followRedirects(HttpClient.Redirect.NORMAL)
        .sslContext(context(trust))
        .build();
  }

  private static SSLContext context(Trust trust) {
    try {
      return switch (trust) {
        case Trust.Known() -> SSLContext.getDefault();
        case Trust.Anyone() -> context(new TrustManager[] {new TrustEveryone()});
        case Trust.Authorities(var pem) -> context(managers(keys(certificates(pem))));
      };
    } catch (GeneralSecurityException | IOException unreadable) {
      throw new IllegalArgumentException(
          "caCert can not be read: give PEM, from -----BEGIN CERTIFICATE----- to"
              + " -----END CERTIFICATE-----",
          unreadable);
    }
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }

  private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    var bytes = new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.UTF_8));
    List<Certificate> all = new ArrayList<>();
    all.addAll(CertificateFactory.getInstance("X.509").generateCertificates(bytes));
    if (all.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    for (TrustManager known : managers(null)) {
      if (known instanceof X509TrustManager authorities) {
        all.addAll(List.<X509Certificate>of(authorities.getAcceptedIssuers()));
      }
    }
    return all;
  }

  private static KeyStore keys(List<Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    for (int index = 0; index < certificates.size(); index++) {
      keys.setCertificateEntry("authority-" + index, certificates.get(index));
    }
    return keys;
  }

  private static TrustManager[] managers(@Nullable KeyStore keys) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(keys);
    return factory.getTrustManagers();
  }

  @Override
  public synchronized void close() {
    byTrust.values().forEach(HttpClient::shutdownNow);
    byTrust.clear();
  }
}

package dev.serin.providers.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/// HTTP clients, one for each way to trust servers; none connects to what is out of reach.
final class Clients implements AutoCloseable {
  private static final int KEPT = 32;

  /// Enough for every measurement of a server to be on its way at once: a server that hangs must
  /// not make calls to others wait.
  private static final int CONNECTIONS_OF_A_SERVER = 20_000;

  private static final TimeValue IDLE = TimeValue.ofSeconds(30);

  /// Looking for idle connections takes as long as there are many.
  private static final long SWEPT_EACH_NANOS = 1_000_000_000L;

  private final Map<Trust, Client> byTrust = new LinkedHashMap<>();
  private final Reach reach;
  private long swept = System.nanoTime();

  Clients(Reach reach) {
    this.reach = reach;
  }

  /// A client with its connections.
  private record Client(CloseableHttpClient http, PoolingHttpClientConnectionManager connections) {}

  /// The client that trusts so.
  ///
  /// @throws IllegalArgumentException when the authorities' certificates can not be read
  synchronized CloseableHttpClient trusting(Trust trust) {
    Client client = byTrust.computeIfAbsent(trust, this::open);
    sweep();
    if (byTrust.size() > KEPT) {
      // Not closed: it may be in use. Its connections are closed when nobody refers to them.
      byTrust.remove(byTrust.keySet().iterator().next());
    }
    return client.http();
  }

  private void sweep() {
    long now = System.nanoTime();
    if (now - swept >= SWEPT_EACH_NANOS) {
      swept = now;
      byTrust.values().forEach(client -> client.connections().closeIdle(IDLE));
    }
  }

  private Client open(Trust trust) {
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new Names(reach))
            .setTlsSocketStrategy(tls(trust))
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnPerRoute(CONNECTIONS_OF_A_SERVER)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .build();
    CloseableHttpClient http =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setRoutePlanner(new Routes(reach))
            .setRedirectStrategy(new Redirects())
            .setRetryStrategy(new Again())
            .setDefaultRequestConfig(RequestConfig.custom().setMaxRedirects(Redirects.MOST).build())
            .setUserAgent("serin")
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
    return new Client(http, connections);
  }

  /// Looks names up within reach.
  private record Names(Reach reach) implements DnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
      return reach.resolve(host, port);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return resolve(host, 0).stream()
          .map(InetSocketAddress::getAddress)
          .toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  private static TlsSocketStrategy tls(Trust trust) {
    return trust instanceof Trust.Anyone
        ? new DefaultClientTlsStrategy(
            context(trust), HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE)
        : new DefaultClientTlsStrategy(
            context(trust),
            HostnameVerificationPolicy.BOTH,
            HttpsSupport.getDefaultHostnameVerifier());
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
    byTrust.values().forEach(client -> client.http().close(CloseMode.IMMEDIATE));
    byTrust.clear();
  }
}

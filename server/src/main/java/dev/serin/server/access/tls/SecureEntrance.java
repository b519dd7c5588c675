package dev.serin.server.access.tls;

import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.tls.PemFiles;
import dev.serin.gateway.tls.PemPair;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where callers get in by TLS. The certificate's files are looked at every second; when they
/// changed, and both fit together, new connections get the new certificate.
public final class SecureEntrance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecureEntrance.class);
  private static final String NO_PASSWORD = "";

  private final Entrance.Tls files;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private final PemFiles watched;

  private SecureEntrance(Entrance.Tls files, PemFiles watched, KeyStore keys) {
    this.files = files;
    this.watched = watched;
    use(tls, keys);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setRenegotiationAllowed(false);
    var _ = looks.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /// Reads the files.
  ///
  /// @throws Refusal when they can not be used
  public static SecureEntrance open(Entrance.Tls files) {
    PemFiles watched = new PemFiles(files);
    try {
      return new SecureEntrance(files, watched, keys(files, watched.used()));
    } catch (PemPair.Unusable e) {
      throw new Refusal(e.why());
    }
  }

  private static KeyStore keys(Entrance.Tls files, PemPair pair) throws PemPair.Unusable {
    List<X509Certificate> chain = pair.chain(files);
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "server",
          pair.key(files, chain.getFirst()),
          NO_PASSWORD.toCharArray(),
          chain.toArray(X509Certificate[]::new));
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory can not be made", e);
    }
  }

  private static void use(SslContextFactory tls, KeyStore keys) {
    tls.setKeyStore(keys);
    tls.setKeyStorePassword(NO_PASSWORD);
  }

  /// What a web server listens with.
  public Connector connector(Server server, HttpConfiguration http, InetSocketAddress address) {
    HttpConfiguration secure = new HttpConfiguration(http);
    SecureRequestCustomizer customizer = new SecureRequestCustomizer();
    // Callers by address name no host.
    customizer.setSniHostCheck(false);
    secure.addCustomizer(customizer);
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    return connector;
  }

  private void look() {
    watched.changed().ifPresent(this::replace);
  }

  private void replace(PemPair now) {
    try {
      KeyStore keys = keys(files, now);
      tls.reload(factory -> use(factory, keys));
      LOG.info("the certificate {} was replaced", files.certificate());
    } catch (PemPair.Unusable e) {
      LOG.warn("{}; the certificate from before stays in use", e.why());
    } catch (Exception e) {
      LOG.warn("the certificate {} can not be used", files.certificate(), e);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}

package dev.serin.providers.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that no authority vouches for, made by the JDK's keytool.
public final class SelfSigned {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private final KeyStore keys;

  private SelfSigned(KeyStore keys) {
    this.keys = keys;
  }

  /// A certificate for a host.
  ///
  /// @param host as keytool names it, such as `ip:127.0.0.1` or `dns:shop.example`
  public static SelfSigned certificate(String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("serin-tls");
    Path store = folder.resolve("keys.p12");
    var keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "SAN=" + host,
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            store.toString());
    Process made = new ProcessBuilder(keytool).redirectErrorStream(true).start();
    String output = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + output);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    Files.delete(store);
    Files.delete(folder);
    return new SelfSigned(keys);
  }

  /// What a server with this certificate speaks TLS with.
  public SSLContext context() throws GeneralSecurityException {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /// The certificate, as PEM.
  public String pem() throws GeneralSecurityException {
    byte[] certificate = keys.getCertificate("server").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }
}

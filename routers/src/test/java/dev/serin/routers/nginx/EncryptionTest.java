package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.nginx.NginxSetup.Outcome;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A real nginx in front of servers with certificates.
@Tag("nginx")
class EncryptionTest {
  @TempDir private Path folder;

  private static X509Bundle authority() throws Exception {
    return new CertificateBuilder()
        .subject("CN=root")
        .setIsCertificateAuthority(true)
        .ecp256()
        .buildSelfSigned();
  }

  /// A server with a certificate that an authority signed.
  private String server(int port, String host, X509Bundle authority) throws Exception {
    X509Bundle own =
        new CertificateBuilder()
            .subject("CN=" + host)
            .addSanDnsName(host)
            .ecp256()
            .buildIssuedBy(authority);
    Path certificate = folder.resolve(port + ".crt");
    Path key = folder.resolve(port + ".key");
    Files.writeString(certificate, own.getCertificatePathPEM());
    Files.writeString(key, own.getPrivateKeyPEM());
    return """
        server {
          listen 127.0.0.1:%d ssl;
          ssl_certificate %s;
          ssl_certificate_key %s;
          location / { return 200 "<$ssl_server_name>"; }
        }
        """
        .formatted(port, certificate, key);
  }

  private static Backend https(String name, int port) {
    return new Backend(
        name,
        new Revision(name.equals("shop-blue") ? "v1" : "v2"),
        List.of(new Backend.Endpoint(URI.create("https://localhost:" + port), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "true, localhost, true, <localhost>",
    "true, localhost, false, <localhost>",
    "true, elsewhere, false, 502",
    "false, localhost, false, 502"
  })
  void onlyServersWithARightCertificateAreTrusted(
      boolean trusted, String host, boolean copied, String answer) throws Exception {
    X509Bundle authority = authority();
    Path authorities = folder.resolve("authorities.pem");
    Files.writeString(authorities, (trusted ? authority : authority()).getCertificatePEM());
    try (NginxProcess nginx = new NginxProcess(folder, false).start()) {
      int port = nginx.free();
      nginx.upstreams(server(port, host, authority));
      BalancedRollout rollout =
          new BalancedRollout(
              NginxProcess.SHOP,
              https("shop-blue", port),
              https("shop-green", port),
              List.of(),
              copied ? List.of(SwitchRouterTest.READS) : List.of());
      Map<String, Object> settings = nginx.settings("files");
      settings.put("authorities", authorities.toString());
      NginxSetup setup = Nginx.setup(rollout, settings);
      nginx.includeAll(setup.init());
      assertThat(setup.init()).isInstanceOf(Outcome.Ready.class);
      Nginx.router(rollout, settings)
          .apply(NginxProcess.SHOP, SwitchRouterTest.split(Weight.SCALE));

      assertThat(nginx.users().get()).contains(answer);
    }
  }
}

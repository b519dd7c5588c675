package dev.serin.routers.agent;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// An authority that is made for one test, and the files that it signs.
final class Authority {
  private final X509Bundle root;
  private final Path folder;
  private final Path certificate;
  private int signed;

  Authority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.root =
        new CertificateBuilder()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned();
    this.certificate = folder.resolve(name + ".pem");
    Files.writeString(certificate, root.getCertificatePEM());
  }

  Path certificate() {
    return certificate;
  }

  /// A certificate for this host that is good for so long from an hour ago on, and trusts this
  /// authority.
  TlsFiles sign(String host, Duration validity) throws Exception {
    Instant from = Instant.now().minus(Duration.ofHours(1));
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject("CN=" + host)
            .ecp256()
            .notBefore(from)
            .notAfter(from.plus(validity));
    builder = host.matches("[0-9.]+") ? builder.addSanIpAddress(host) : builder.addSanDnsName(host);
    return files(builder.buildIssuedBy(root));
  }

  TlsFiles sign(String host) throws Exception {
    return sign(host, Duration.ofDays(1));
  }

  private TlsFiles files(X509Bundle bundle) throws Exception {
    signed++;
    String prefix = certificate.getFileName().toString().replace(".pem", "") + signed;
    Path own = folder.resolve(prefix + ".crt");
    Path key = folder.resolve(prefix + ".key");
    Files.writeString(own, bundle.getCertificatePathPEM());
    Files.writeString(key, bundle.getPrivateKeyPEM());
    return new TlsFiles(own, key, certificate);
  }
}

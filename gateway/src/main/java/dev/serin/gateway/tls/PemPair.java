package dev.serin.gateway.tls;

import dev.serin.gateway.settings.Entrance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What two files of PEM held at one time.
///
/// @param certificate null when it could not be read
/// @param key null when it could not be read
/// @param problem why one of them could not be read; null when both could
@SuppressWarnings("ArrayRecordComponent") // Compared by #same alone.
public record PemPair(
    byte @Nullable [] certificate, byte @Nullable [] key, @Nullable String problem) {
  private static final int LARGEST = 1024 * 1024;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  /// Contents that can not be used.
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    Unusable(String why) {
      super(why);
      this.why = why;
    }

    /// One sentence with the path and what would help.
    public String why() {
      return why;
    }
  }

  /// Reads both, as they are at present.
  public static PemPair read(Entrance.Tls files) {
    try {
      return new PemPair(read("certificate", files.certificate()), read("key", files.key()), null);
    } catch (Unusable unusable) {
      return new PemPair(null, null, unusable.why());
    }
  }

  private static byte[] read(String what, Path file) throws Unusable {
    try {
      if (Files.size(file) > LARGEST) {
        throw new Unusable("the %s %s is larger than 1 MiB".formatted(what, file));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw new Unusable("there is no %s %s".formatted(what, file));
    } catch (IOException e) {
      throw new Unusable("the %s %s can not be read: %s".formatted(what, file, e));
    }
  }

  /// True when the files held the same.
  public boolean same(PemPair other) {
    return Arrays.equals(certificate, other.certificate)
        && Arrays.equals(key, other.key)
        && java.util.Objects.equals(problem, other.problem);
  }

  private byte[] held(byte @Nullable [] contents) throws Unusable {
    if (contents == null) {
      throw new Unusable(problem == null ? "a file could not be read" : problem);
    }
    return contents;
  }

  /// The certificate, and those of its chain behind it.
  ///
  /// @throws Unusable when the file was not PEM
  public List<X509Certificate> chain(Entrance.Tls files) throws Unusable {
    byte[] bytes = held(certificate);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> chain =
          factory.generateCertificates(new ByteArrayInputStream(bytes)).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException _) {
      // Below it is told what is right.
    }
    throw new Unusable(
        "the certificate %s is not PEM: it must begin with -----BEGIN CERTIFICATE-----, the server's own before those of its chain"
            .formatted(files.certificate()));
  }

  /// The key of a certificate.
  ///
  /// @throws Unusable when the file was no PKCS 8, or holds another's key
  public PrivateKey key(Entrance.Tls files, X509Certificate own) throws Unusable {
    Path path = files.key();
    String text = new String(held(key), StandardCharsets.ISO_8859_1);
    Matcher block = KEY.matcher(text);
    boolean legacyPassword = text.contains("Proc-Type: 4,ENCRYPTED");
    if (!legacyPassword && !block.find()) {
      throw new Unusable(
          "the key %s is not PEM: it must begin with -----BEGIN PRIVATE KEY-----".formatted(path));
    }
    if (legacyPassword || block.group(1).startsWith("ENCRYPTED")) {
      throw new Unusable(
          "the key %s has a password; take it off: openssl pkcs8 -topk8 -nocrypt -in %s -out plain.key"
              .formatted(path, path));
    }
    if (!block.group(1).equals("PRIVATE KEY")) {
      throw new Unusable(
          "the key %s is a %s, and PKCS 8 is wanted: openssl pkcs8 -topk8 -nocrypt -in %s -out pkcs8.key"
              .formatted(path, block.group(1), path));
    }
    return matching(files, own, block.group(2));
  }

  private static PrivateKey matching(Entrance.Tls files, X509Certificate own, String base64)
      throws Unusable {
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(base64);
      PrivateKey key =
          KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (fits(key, own)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // A key of another kind, or a broken one: it is not this certificate's.
    }
    throw new Unusable(
        "the key %s does not belong to the certificate %s (%s)"
            .formatted(files.key(), files.certificate(), own.getSubjectX500Principal()));
  }

  private static boolean fits(PrivateKey key, X509Certificate own) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(probe);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(own.getPublicKey());
    verifying.update(probe);
    return verifying.verify(signature);
  }
}

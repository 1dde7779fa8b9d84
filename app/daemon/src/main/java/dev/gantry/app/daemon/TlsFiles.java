package dev.gantry.app.daemon;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads certificates and keys from PEM files.
final class TlsFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private TlsFiles() {}

  /// The daemon's certificates; clients must show one that the authority signed.
  static Tls load(DaemonConfig.TlsFiles files) {
    return new Tls(
        certificates(required(files.certificate(), "--tlscert")),
        key(required(files.key(), "--tlskey")),
        certificates(required(files.authority(), "--tlscacert")),
        Tls.ClientCertificate.REQUIRED);
  }

  private static Path required(Optional<Path> file, String flag) {
    return file.orElseThrow(
        () -> new InvalidArgumentException("--tlsverify needs " + flag + " as well"));
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var factory = CertificateFactory.getInstance("X.509");
      return factory.generateCertificates(in).stream().map(X509Certificate.class::cast).toList();
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidArgumentException("read certificates of " + file + ": " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file) {
    try {
      var pem = KEY.matcher(Files.readString(file));
      if (!pem.find()) {
        throw new InvalidArgumentException(
            file + " holds no PKCS #8 key; convert it with: openssl pkcs8 -topk8 -nocrypt");
      }
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
      for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
        Optional<PrivateKey> key = key(algorithm, encoded);
        if (key.isPresent()) {
          return key.get();
        }
      }
    } catch (IOException e) {
      throw new InvalidArgumentException("read key " + file + ": " + e.getMessage(), e);
    }
    throw new InvalidArgumentException(file + " holds a key of an unknown kind");
  }

  private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (GeneralSecurityException otherKind) {
      return Optional.empty();
    }
  }
}

package dev.gantry.platform.http;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority made up for a test, with certificates of a server and of a client.
final class TestCertificates {
  private final KeyPair authorityKey = keyPair();
  private final X509Certificate authority;
  private final KeyPair serverKey = keyPair();
  private final KeyPair clientKey = keyPair();

  TestCertificates() {
    authority = sign("CN=test authority", authorityKey, true);
  }

  /// The server's side; clients must show a certificate.
  Tls server() {
    return new Tls(
        List.of(sign("CN=localhost", serverKey, false)),
        serverKey.getPrivate(),
        List.of(authority),
        Tls.ClientCertificate.REQUIRED);
  }

  /// Makes clients that have a certificate of this authority.
  SSLSocketFactory client() throws GeneralSecurityException, IOException {
    return clientSignedBy(this);
  }

  /// Makes clients that trust this authority and have a certificate of another.
  SSLSocketFactory clientSignedBy(TestCertificates other)
      throws GeneralSecurityException, IOException {
    return contextSignedBy(other).getSocketFactory();
  }

  /// Like [#client], for clients that want the whole context.
  SSLContext clientContext() throws GeneralSecurityException, IOException {
    return contextSignedBy(this);
  }

  private SSLContext contextSignedBy(TestCertificates other)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    X509Certificate certificate = other.sign("CN=test client", clientKey, false);
    keys.setKeyEntry(
        "client", clientKey.getPrivate(), new char[0], new X509Certificate[] {certificate});
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, new char[0]);
    return context(keyManagers);
  }

  /// Makes clients that trust the server but cannot show who they are.
  SSLSocketFactory stranger() throws GeneralSecurityException, IOException {
    return context(null).getSocketFactory();
  }

  private SSLContext context(@org.jspecify.annotations.Nullable KeyManagerFactory keys)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private X509Certificate sign(String subject, KeyPair key, boolean isAuthority) {
    try {
      Instant now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=test authority"),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofHours(1))),
              new X500Principal(subject),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

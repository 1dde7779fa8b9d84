package dev.gantry.kube.auth;

import dev.gantry.platform.errors.InternalException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes X.509 certificates (RFC 5280) with keys on the curve P-256: the JDK computes, this
/// class only writes the encoding.
final class CertificateSigner {
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateSigner() {}

  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new InternalException("make a key on P-256: " + e.getMessage(), e);
    }
  }

  /// A certificate that an authority signs with its own key for itself.
  static Identity selfSigned(CertificateProfile profile) {
    KeyPair key = newKey();
    byte[] issuer = name(profile);
    return new Identity(
        sign(profile, key.getPublic(), issuer, key.getPublic(), key.getPrivate()),
        key.getPrivate());
  }

  /// A new key with a certificate signed by `authority`.
  static Identity signed(CertificateProfile profile, Identity authority) {
    KeyPair key = newKey();
    X509Certificate issuer = authority.certificate();
    return new Identity(
        sign(
            profile,
            key.getPublic(),
            issuer.getSubjectX500Principal().getEncoded(),
            issuer.getPublicKey(),
            authority.key()),
        key.getPrivate());
  }

  private static X509Certificate sign(
      CertificateProfile profile,
      PublicKey subject,
      byte[] issuerName,
      PublicKey issuer,
      PrivateKey issuerKey) {
    byte[] statement =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(new BigInteger(120, RANDOM).setBit(119)),
            ECDSA_WITH_SHA256,
            issuerName,
            Der.sequence(Der.time(profile.notBefore()), Der.time(profile.notAfter())),
            name(profile),
            subject.getEncoded(),
            Der.tagged(0xa3, Der.sequence(extensions(profile, subject, issuer))));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(issuerKey);
      signature.update(statement);
      byte[] encoded = Der.sequence(statement, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException e) {
      throw new InternalException(
          "sign the certificate of " + profile.commonName() + ": " + e.getMessage(), e);
    }
  }

  private static byte[] name(CertificateProfile profile) {
    List<byte[]> parts = new ArrayList<>();
    profile.organizations().forEach(group -> parts.add(attribute("2.5.4.10", group)));
    parts.add(attribute("2.5.4.3", profile.commonName()));
    return Der.sequence(parts.toArray(byte[][]::new));
  }

  private static byte[] attribute(String oid, String value) {
    return Der.set(Der.sequence(Der.oid(oid), Der.text(value)));
  }

  private static byte[][] extensions(
      CertificateProfile profile, PublicKey subject, PublicKey issuer) {
    List<byte[]> extensions = new ArrayList<>();
    boolean authority = profile.use() == CertificateProfile.Use.AUTHORITY;
    extensions.add(critical("2.5.29.19", authority ? Der.sequence(Der.TRUE) : Der.sequence()));
    extensions.add(
        critical("2.5.29.15", authority ? Der.bits(1, (byte) 0x86) : Der.bits(7, (byte) 0x80)));
    switch (profile.use()) {
      case AUTHORITY -> {}
      case SERVER -> extensions.add(usage("1.3.6.1.5.5.7.3.1"));
      case CLIENT -> extensions.add(usage("1.3.6.1.5.5.7.3.2"));
    }
    extensions.add(extension("2.5.29.14", Der.octets(keyId(subject))));
    extensions.add(extension("2.5.29.35", Der.sequence(Der.tagged(0x80, keyId(issuer)))));
    List<byte[]> names = new ArrayList<>();
    profile.names().forEach(name -> names.add(Der.tagged(0x82, Der.ascii(name))));
    profile.addresses().stream()
        .map(InetAddress::getAddress)
        .forEach(address -> names.add(Der.tagged(0x87, address)));
    if (!names.isEmpty()) {
      extensions.add(extension("2.5.29.17", Der.sequence(names.toArray(byte[][]::new))));
    }
    return extensions.toArray(byte[][]::new);
  }

  private static byte[] usage(String purpose) {
    return extension("2.5.29.37", Der.sequence(Der.oid(purpose)));
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.TRUE, Der.octets(value));
  }

  /// Method 1 of RFC 7093: 160 bits of the SHA-256 of the key.
  private static byte[] keyId(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return Arrays.copyOf(digest, 20);
    } catch (GeneralSecurityException e) {
      throw new InternalException("name a key: " + e.getMessage(), e);
    }
  }
}

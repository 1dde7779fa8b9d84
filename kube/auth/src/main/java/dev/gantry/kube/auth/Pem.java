package dev.gantry.kube.auth;

import dev.gantry.platform.errors.InternalException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/// Keys and certificates between lines of `-----BEGIN …-----` (RFC 7468).
final class Pem {
  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /// Before the 32 bytes of a private key: a sequence, version 1, an octet string.
  private static final byte[] CURVE_HEAD = HexFormat.of().parseHex("30310201010420");

  /// Behind them: the name of the curve, prime256v1.
  private static final byte[] CURVE_TAIL = HexFormat.of().parseHex("a00a06082a8648ce3d030107");

  private Pem() {}

  static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new InternalException("encode a certificate: " + e.getMessage(), e);
    }
  }

  static String of(Key key) {
    return block(key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY", key.getEncoded());
  }

  /// A key on the curve P-256 as `EC PRIVATE KEY` (RFC 5915): the form that every client of
  /// Kubernetes reads. fabric8's takes any key under another label for one of RSA.
  static String ofCurve(PrivateKey key) {
    if (!(key instanceof ECPrivateKey ec) || ec.getParams().getOrder().bitLength() != 256) {
      throw new InternalException("encode a private key: it is not one on P-256");
    }
    byte[] secret = new byte[32];
    byte[] number = ec.getS().toByteArray();
    int length = Math.min(number.length, secret.length);
    System.arraycopy(number, number.length - length, secret, secret.length - length, length);
    byte[] content =
        ByteBuffer.allocate(CURVE_HEAD.length + secret.length + CURVE_TAIL.length)
            .put(CURVE_HEAD)
            .put(secret)
            .put(CURVE_TAIL)
            .array();
    return block("EC PRIVATE KEY", content);
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + ENCODER.encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }

  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(content("CERTIFICATE", pem)));
  }

  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(content("PRIVATE KEY", pem)));
  }

  static PublicKey publicKey(String pem) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(content("PUBLIC KEY", pem)));
  }

  private static byte[] content(String label, String pem) throws GeneralSecurityException {
    String begin = "-----BEGIN " + label + "-----";
    int start = pem.indexOf(begin);
    int end = pem.indexOf("-----END " + label + "-----");
    if (start < 0 || end < start) {
      throw new GeneralSecurityException("no " + label + " in it");
    }
    byte[] text = pem.substring(start + begin.length(), end).getBytes(StandardCharsets.US_ASCII);
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("malformed " + label + ": " + e.getMessage(), e);
    }
  }
}

package dev.gantry.kube.auth;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate with its key.
public record Identity(X509Certificate certificate, PrivateKey key) {

  /// Keys do not belong into logs.
  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal() + "]";
  }

  /// The certificate and the key, one after the other.
  String pem() {
    return Pem.of(certificate) + Pem.of(key);
  }
}

package dev.gantry.platform.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// How a TCP endpoint proves itself and what it asks of its clients.
///
/// @param chain the server's certificate and the ones that lead to its authority
/// @param authorities who may have signed client certificates
public record Tls(
    List<X509Certificate> chain,
    PrivateKey key,
    List<X509Certificate> authorities,
    ClientCertificate clients) {

  /// Whether clients must show a certificate. One that is shown must always verify.
  public enum ClientCertificate {
    IGNORED,
    OPTIONAL,
    REQUIRED
  }

  public Tls {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /// Keys do not belong into logs.
  @Override
  public String toString() {
    return "Tls[" + chain.getFirst().getSubjectX500Principal() + ", clients " + clients + "]";
  }
}

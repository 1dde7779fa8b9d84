package dev.gantry.kube.auth;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/// What a certificate is to say.
///
/// @param commonName user name of a client
/// @param organizations groups of a client
/// @param names host names a server answers to
/// @param addresses addresses a server answers to
record CertificateProfile(
    Use use,
    String commonName,
    List<String> organizations,
    List<String> names,
    List<InetAddress> addresses,
    Instant notBefore,
    Instant notAfter) {

  /// What its key may be used for.
  enum Use {
    AUTHORITY,
    SERVER,
    CLIENT
  }

  CertificateProfile {
    organizations = List.copyOf(organizations);
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }
}

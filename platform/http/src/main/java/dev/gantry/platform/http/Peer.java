package dev.gantry.platform.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.OptionalInt;

/// Who sits at the other end of a connection.
///
/// @param address `unix` or the address and port, for logs
/// @param userId the user of a peer on a unix socket, as the kernel attests it
/// @param certificates the verified certificate chain of a TLS client, its own first; else empty
public record Peer(String address, OptionalInt userId, List<X509Certificate> certificates) {
  public Peer {
    certificates = List.copyOf(certificates);
  }
}

package dev.gantry.oci.spec;

import java.security.MessageDigest;
import java.util.HexFormat;

/// Computes the digest and counts the size of bytes that arrive in pieces. For one thread.
public final class DigestHasher {
  private final DigestAlgorithm algorithm;
  private final MessageDigest hash;
  private long size;

  public DigestHasher(DigestAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.hash = algorithm.newMessageDigest();
  }

  public void update(byte[] bytes, int offset, int length) {
    hash.update(bytes, offset, length);
    size += length;
  }

  /// How many bytes were seen.
  public long size() {
    return size;
  }

  /// The digest of everything seen; the hasher is spent afterwards.
  public Digest finish() {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }
}

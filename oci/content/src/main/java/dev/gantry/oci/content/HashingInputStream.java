package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestAlgorithm;
import dev.gantry.oci.spec.DigestHasher;
import java.io.InputStream;

/// Hashes what is read through it.
final class HashingInputStream extends ObservedInputStream {
  private final DigestHasher hasher;

  HashingInputStream(InputStream in, DigestAlgorithm algorithm) {
    super(in);
    this.hasher = new DigestHasher(algorithm);
  }

  /// The digest of everything read; call it once, at the end.
  Digest digest() {
    return hasher.finish();
  }

  @Override
  void observe(byte[] bytes, int from, int length) {
    hasher.update(bytes, from, length);
  }
}

package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.DigestHasher;
import dev.gantry.platform.errors.DataLossException;
import java.util.Optional;
import java.util.OptionalLong;

/// Compares what was written with what was promised.
final class IngestCheck {
  private IngestCheck() {}

  static BlobInfo verify(
      DigestHasher written, Optional<Digest> expectedDigest, OptionalLong expectedSize) {
    var name = expectedDigest.map(Digest::toString).orElse("blob");
    if (expectedSize.isPresent() && expectedSize.getAsLong() != written.size()) {
      throw new DataLossException(
          "commit %s: expected %d bytes, received %d"
              .formatted(name, expectedSize.getAsLong(), written.size()));
    }
    long size = written.size();
    var digest = written.finish();
    if (expectedDigest.isPresent() && !expectedDigest.get().equals(digest)) {
      throw new DataLossException("commit %s: received %s".formatted(name, digest));
    }
    return new BlobInfo(digest, size);
  }
}

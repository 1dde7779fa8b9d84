package dev.gantry.oci.content;

import dev.gantry.oci.spec.DigestAlgorithm;

/// Adds blobs.
public interface ContentWriter {
  /// Begins to write a blob that will be named by its SHA-256 digest.
  ///
  /// @param lease keeps the blob from garbage collection from the moment it is committed
  default Ingest begin(Lease lease) {
    return begin(lease, DigestAlgorithm.SHA256);
  }

  /// Begins to write a blob that will be named by its digest under `algorithm`.
  Ingest begin(Lease lease, DigestAlgorithm algorithm);

  /// Writes a small blob at once.
  default BlobInfo write(Lease lease, byte[] blob) {
    try (var ingest = begin(lease)) {
      ingest.write(blob, 0, blob.length);
      return ingest.commit();
    }
  }
}

package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// A file of an image archive, taken out of its stream: small ones are in memory, the others are
/// blobs already.
sealed interface ArchivedFile {
  Digest digest();

  long size();

  /// Makes it a blob, if it is none yet.
  void store(ContentStore content, Lease lease);

  /// Opens it; the caller closes.
  InputStream open(ContentReader content);

  /// All of it, if it is not too big for what it has to be.
  default byte[] read(ContentReader content, String name, int limit) {
    if (size() > limit) {
      throw new InvalidArgumentException(
          "archive: %s has %d bytes, more than the limit of %d".formatted(name, size(), limit));
    }
    return switch (this) {
      case InMemory memory -> memory.bytes();
      case InStore blob -> content.read(blob.digest(), limit);
    };
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by digest
  record InMemory(Digest digest, byte[] bytes) implements ArchivedFile {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void store(ContentStore content, Lease lease) {
      try (var ingest = content.begin(lease, digest.algorithm())) {
        ingest.write(bytes, 0, bytes.length);
        ingest.commit(digest, bytes.length);
      }
    }

    @Override
    public InputStream open(ContentReader content) {
      return new ByteArrayInputStream(bytes);
    }
  }

  record InStore(Digest digest, long size) implements ArchivedFile {
    @Override
    public void store(ContentStore content, Lease lease) {}

    @Override
    public InputStream open(ContentReader content) {
      return content.open(digest);
    }
  }
}

package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// A blob being written. Close it in any case: without a commit that abandons the bytes.
public interface Ingest extends AutoCloseable {
  void write(byte[] bytes, int offset, int length);

  /// How many bytes were written so far.
  long size();

  /// Names the blob by the digest of what was written, whatever that is.
  default BlobInfo commit() {
    return commit(Optional.empty(), OptionalLong.empty());
  }

  /// Commits bytes that must have this digest and size.
  default BlobInfo commit(Digest digest, long size) {
    return commit(Optional.of(digest), OptionalLong.of(size));
  }

  /// Verifies the bytes, makes them durable and then visible. Succeeds also when the store has the
  /// blob already. A refused commit abandons the ingest.
  ///
  /// @throws dev.gantry.platform.errors.DataLossException when digest or size differ from what is
  ///     expected
  BlobInfo commit(Optional<Digest> expectedDigest, OptionalLong expectedSize);

  /// A stream into this ingest; closing the stream does nothing.
  default OutputStream asStream() {
    return new IngestStream(this);
  }

  /// Abandons the bytes unless they are committed.
  @Override
  void close();
}

package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.Subject;
import java.io.InputStream;
import java.util.Optional;

/// Reads blobs. What it hands out was verified when it was committed; it is not hashed again.
public interface ContentReader {
  Optional<BlobInfo> find(Digest digest);

  /// The blob that must be there.
  ///
  /// @throws NotFoundException with the subject `blob` when the store does not have it
  default BlobInfo get(Digest digest) {
    return find(digest).orElseThrow(() -> missing(digest));
  }

  /// Opens a blob from its beginning; `skip` on the stream is cheap. The caller closes it. A blob
  /// deleted meanwhile can be read to its end.
  ///
  /// @throws NotFoundException when the store does not have it
  InputStream open(Digest digest);

  /// Reads a small blob, such as a manifest, at once.
  ///
  /// @throws NotFoundException when the store does not have it
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when it has more than `limit`
  ///     bytes
  byte[] read(Digest digest, int limit);

  /// The failure for a blob that is not there.
  static NotFoundException missing(Digest digest) {
    return new NotFoundException(
        "blob " + digest + " not found", new Subject("blob", digest.toString()));
  }
}

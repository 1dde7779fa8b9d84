package dev.gantry.oci.content;

import dev.gantry.oci.spec.DiffId;
import java.io.IOException;
import java.io.InputStream;

/// A layer being unpacked. Close it in any case: without a commit that removes what was unpacked.
public interface LayerUnpacking extends AutoCloseable {
  /// Unpacks an uncompressed tar and reads it to the end of the stream, also beyond the tar's own
  /// end mark, so that the caller can verify all bytes. Called once.
  ///
  /// @throws IOException when the stream fails
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when it is no tar or a hostile one
  void apply(InputStream tar) throws IOException;

  /// Makes the snapshot of parent and layer durable and visible under their chain id. Succeeds also
  /// when it exists already.
  ///
  /// @return how many bytes the layer takes
  long commit(DiffId layer);

  @Override
  void close();
}

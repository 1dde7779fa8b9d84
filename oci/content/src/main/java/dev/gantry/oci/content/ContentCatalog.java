package dev.gantry.oci.content;

import dev.gantry.oci.spec.Digest;
import java.util.List;

/// What is in a content store, for garbage collection, disk usage and integrity checks.
public interface ContentCatalog {
  /// All blobs, in no order. Blobs committed or deleted meanwhile may be missing or listed.
  List<BlobInfo> list();

  /// Deletes a blob. Only garbage collection may call this, since only it knows who needs what.
  ///
  /// @return whether the blob was there
  boolean delete(Digest digest);
}

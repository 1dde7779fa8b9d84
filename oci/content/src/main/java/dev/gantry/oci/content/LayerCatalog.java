package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import java.util.Map;
import java.util.Optional;

/// The layer snapshots on disk, as garbage collection sees them. The engine implements it.
public interface LayerCatalog {
  /// All committed layer snapshots with their parents.
  Map<ChainId, Optional<ChainId>> parents();

  /// Deletes a snapshot on which no other lies. Only garbage collection may call this.
  ///
  /// @return how many bytes that freed
  long delete(ChainId chain);

  /// An engine without layer snapshots.
  static LayerCatalog empty() {
    return EmptyLayerCatalog.INSTANCE;
  }
}

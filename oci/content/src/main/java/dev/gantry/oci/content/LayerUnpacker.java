package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import java.util.Optional;
import java.util.OptionalLong;

/// Turns layers into snapshots that containers can mount. The engine implements it; this module
/// decides which layers and verifies their bytes.
public interface LayerUnpacker {
  /// How many bytes the topmost layer of a committed chain takes, or nothing when there is no such
  /// snapshot.
  OptionalLong find(ChainId chain);

  /// Begins to unpack the layer that will lie on `parent`, which must be committed.
  LayerUnpacking begin(Optional<ChainId> parent);
}

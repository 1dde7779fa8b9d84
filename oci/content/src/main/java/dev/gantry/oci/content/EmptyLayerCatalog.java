package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import java.util.Map;
import java.util.Optional;

/// No snapshots at all.
enum EmptyLayerCatalog implements LayerCatalog {
  INSTANCE;

  @Override
  public Map<ChainId, Optional<ChainId>> parents() {
    return Map.of();
  }

  @Override
  public long delete(ChainId chain) {
    return 0;
  }
}

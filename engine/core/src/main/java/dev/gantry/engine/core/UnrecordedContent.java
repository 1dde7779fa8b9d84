package dev.gantry.engine.core;

import dev.gantry.oci.content.BlobInfo;
import dev.gantry.oci.content.ContentRoots;
import dev.gantry.oci.content.ContentStore;
import dev.gantry.oci.content.LayerCatalog;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Digest;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps all content of a moment from garbage collection: that of an engine whose records are
/// incomplete, where no record of an image does not mean that nobody wants it.
record UnrecordedContent(Set<Digest> blobs, Set<ChainId> chains) implements ContentRoots {
  UnrecordedContent {
    blobs = Set.copyOf(blobs);
    chains = Set.copyOf(chains);
  }

  static UnrecordedContent asOfNow(ContentStore content, LayerCatalog layers) {
    return new UnrecordedContent(
        content.list().stream().map(BlobInfo::digest).collect(Collectors.toSet()),
        layers.parents().keySet());
  }

  @Override
  public void mark(Marker marker) {
    blobs.forEach(marker::blob);
    chains.forEach(marker::chain);
  }
}

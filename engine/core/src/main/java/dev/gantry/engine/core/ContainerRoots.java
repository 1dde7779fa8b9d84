package dev.gantry.engine.core;

import dev.gantry.oci.content.ContentRoots;
import dev.gantry.oci.spec.ChainId;

/// Keeps the layers containers stand on from garbage collection.
final class ContainerRoots implements ContentRoots {
  private final Containers containers;

  ContainerRoots(Containers containers) {
    this.containers = containers;
  }

  @Override
  public void mark(Marker marker) {
    for (Container container : containers.all()) {
      container.record().chainId().map(ChainId::parse).ifPresent(marker::chain);
    }
  }
}

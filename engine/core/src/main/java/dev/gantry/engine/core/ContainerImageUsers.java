package dev.gantry.engine.core;

import dev.gantry.oci.content.ImageUsers;
import dev.gantry.oci.spec.ImageId;
import java.util.List;

/// Tells which containers were made from an image.
final class ContainerImageUsers implements ImageUsers {
  private final Containers containers;

  ContainerImageUsers(Containers containers) {
    this.containers = containers;
  }

  @Override
  public List<ImageUser> usersOf(ImageId image) {
    return containers.newestFirst().stream()
        .filter(container -> container.record().imageId().equals(image.toString()))
        .map(container -> new ImageUser(container.id().value(), container.state().isAlive()))
        .toList();
  }
}

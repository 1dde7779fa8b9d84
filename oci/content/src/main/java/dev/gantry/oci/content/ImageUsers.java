package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageId;
import java.util.List;

/// Tells which containers were made from an image, so that it is not removed under them. The
/// engine implements it.
@FunctionalInterface
public interface ImageUsers {
  List<ImageUser> usersOf(ImageId image);

  /// A container made from the image.
  record ImageUser(String containerId, boolean running) {}
}

package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.HostedImages;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import java.util.Locale;

/// Finds the images of containers by their pull policy. There is one image store, the
/// engine's: what was built or loaded there is found by every policy, also by `Always`, since
/// no registry is asked.
final class PodImages {
  private final HostedImages images;

  PodImages(HostedImages images) {
    this.images = images;
  }

  /// An image that is here.
  ///
  /// @param id of its configuration, `sha256:…`
  /// @param event what the pod's user is told
  record Found(String id, HostedImages.Details details, String event) {}

  /// @throws ContainerFailure with the reason a pod's status gives
  Found find(ContainerDef container) throws ContainerFailure {
    String image = container.image();
    String policy = container.text("imagePullPolicy");
    try {
      ImageReference.parse(image);
    } catch (InvalidArgumentException e) {
      throw new ContainerFailure(
          "InvalidImageName",
          "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": %s"
              .formatted(image, image, e.getMessage()),
          e);
    }
    try {
      var details = images.inspect(image);
      return new Found(details.image().id().toString(), details, event(image, policy));
    } catch (NotFoundException e) {
      if (policy.equals("Never")) {
        throw new ContainerFailure(
            "ErrImageNeverPull",
            "Container image \"%s\" is not present with pull policy of Never".formatted(image),
            e);
      }
      throw new ContainerFailure(
          "ErrImagePull",
          "failed to pull image \"%s\": it is not in the engine's image store, and pulling from"
                  .formatted(image)
              + " registries is not supported yet; build, load or tag it there",
          e);
    }
  }

  private static String event(String image, String policy) {
    String present = "Container image \"%s\" already present on machine".formatted(image);
    return policy.toLowerCase(Locale.ROOT).equals("always")
        ? present + "; it was not pulled anew, since no registry is asked yet"
        : present;
  }
}

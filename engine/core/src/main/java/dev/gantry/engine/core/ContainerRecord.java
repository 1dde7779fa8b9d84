package dev.gantry.engine.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that is known of a container and must outlive the daemon; one value in the store.
///
/// @param imageId digest of the image's configuration
/// @param chainId the image's topmost layer, on which the container's own layer lies; absent for
///     an image without layers
/// @param stoppedByHand a client stopped it, so a restart policy lets it rest
/// @param restartCount how often the restart policy has started it again
public record ContainerRecord(
    ContainerId id,
    String name,
    Instant created,
    ContainerSpec spec,
    String imageId,
    Optional<String> chainId,
    ContainerState state,
    boolean stoppedByHand,
    int restartCount,
    List<MountPoint> mounts) {

  public ContainerRecord {
    mounts = List.copyOf(mounts);
  }

  public ContainerRecord withState(ContainerState changed) {
    return new ContainerRecord(
        id, name, created, spec, imageId, chainId, changed, stoppedByHand, restartCount, mounts);
  }

  public ContainerRecord withName(String changed) {
    return new ContainerRecord(
        id, changed, created, spec, imageId, chainId, state, stoppedByHand, restartCount, mounts);
  }

  public ContainerRecord withSpec(ContainerSpec changed) {
    return new ContainerRecord(
        id, name, created, changed, imageId, chainId, state, stoppedByHand, restartCount, mounts);
  }

  public ContainerRecord withStoppedByHand(boolean changed) {
    return new ContainerRecord(
        id, name, created, spec, imageId, chainId, state, changed, restartCount, mounts);
  }

  public ContainerRecord withRestartCount(int changed) {
    return new ContainerRecord(
        id, name, created, spec, imageId, chainId, state, stoppedByHand, changed, mounts);
  }
}

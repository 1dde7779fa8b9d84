package dev.gantry.kube.kubelet;

/// Why a container does not run yet, as its status says.
///
/// @param message may be empty
record Waiting(String reason, String message) {
  static final Waiting CONTAINER_CREATING = new Waiting("ContainerCreating", "");
  static final Waiting POD_INITIALIZING = new Waiting("PodInitializing", "");
}

package dev.gantry.kube.kubelet;

/// One of the engine's containers that a container of a pod has run in.
///
/// @param id of the engine
/// @param number 0 for the first; a restart makes the next
/// @param hash of the definition it was made from
record Attempt(String id, int number, String hash) {
  /// As the API names it.
  String containerId() {
    return "gantry://" + id;
  }
}

package dev.gantry.kube.objects;

/// An object's claim to be part of another, in the same namespace or cluster-wide.
///
/// @param controller whether the owner is the one that manages the object
/// @param blockOwnerDeletion whether a foreground deletion of the owner waits for the object
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    String uid,
    boolean controller,
    boolean blockOwnerDeletion) {

  /// What a controller writes into the objects it makes.
  public static OwnerReference controllerOf(KubeObject owner) {
    return new OwnerReference(
        owner.apiVersion(), owner.kind(), owner.name(), owner.uid(), true, true);
  }
}

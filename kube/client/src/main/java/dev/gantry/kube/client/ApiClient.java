package dev.gantry.kube.client;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The Kubernetes API as components use it: the verbs of the REST interface without the wire.
///
/// A client acts as somebody, so authorization, admission, defaulting and validation apply to it as
/// to a client over HTTP. Every refusal is a [StatusException]. Objects handed out are shared and
/// may not be changed; what a write returns is the object as stored.
///
/// All methods may block and may be called from any thread.
public interface ApiClient {

  /// The object.
  ///
  /// @throws StatusException NotFound
  KubeObject get(GroupVersionKind kind, ObjectKey key);

  default Optional<KubeObject> find(GroupVersionKind kind, ObjectKey key) {
    try {
      return Optional.of(get(kind, key));
    } catch (StatusException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  ObjectList list(GroupVersionKind kind, ListOptions options);

  /// Reports the changes after `resourceVersion`, in order and without gaps.
  ///
  /// @throws StatusException Expired when that is too long ago
  ObjectWatch watch(GroupVersionKind kind, ListOptions options, String resourceVersion);

  /// Creates an object in the namespace its metadata names.
  ///
  /// @throws StatusException AlreadyExists, Invalid, Forbidden
  KubeObject create(KubeObject object);

  /// Posts to a subresource: `binding`, `eviction`, `token`.
  KubeObject createSubresource(
      GroupVersionKind kind, ObjectKey key, String subresource, KubeObject body);

  /// Replaces an object. One that carries a resource version must still be at it.
  ///
  /// @throws StatusException Conflict, NotFound, Invalid
  KubeObject update(KubeObject object);

  /// Replaces the part of an object that a subresource stands for, mostly `status`.
  KubeObject updateSubresource(KubeObject object, String subresource);

  default KubeObject updateStatus(KubeObject object) {
    return updateSubresource(object, "status");
  }

  /// Changes an object that must exist; an apply creates it when it does not.
  ///
  /// @param subresource empty for the object itself
  KubeObject patch(
      GroupVersionKind kind, ObjectKey key, String subresource, PatchType type, JsonNode patch);

  /// Deletes an object, or marks it for deletion when something must happen first.
  ///
  /// @throws StatusException NotFound, Conflict when a precondition fails
  void delete(GroupVersionKind kind, ObjectKey key, DeleteOptions options);

  void deleteCollection(GroupVersionKind kind, ListOptions list, DeleteOptions options);
}

package dev.gantry.kube.api;

import dev.gantry.kube.auth.AccessRequest;
import dev.gantry.kube.auth.Authorizer;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.store.Store;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The Kubernetes API as use cases: what a request does, once somebody has read it off a wire.
///
/// Every verb does all that belongs to it: it asks the authorizer, runs admission, fills in
/// defaults, validates, keeps `managedFields`, and stores. An edge translates and nothing more; the
/// system's own components come in through [#client]. Refusals are [StatusException]s in upstream's
/// words.
///
/// Objects handed in belong to the API afterwards; objects handed out are shared and may not be
/// changed. A [Kind] that is another view of a stored one (`events.k8s.io/v1`) is served in its own
/// shape.
///
/// All methods may block and may be called from any thread.
@SuppressWarnings("DoNotCallSuggester")
public final class KubeApi implements AutoCloseable {

  private KubeApi() {}

  /// Opens the API over a store, whose keys under `/registry/` belong to it, and makes the objects
  /// that every cluster has.
  ///
  /// @param authorizer makes the authorizer, given a client that may read everything; members of
  ///     `system:masters` are allowed everything without being looked up
  public static KubeApi open(
      Store store, Function<ApiClient, Authorizer> authorizer, Extensions extensions) {
    throw missing();
  }

  /// Decides whether a request may be made, for requests that are no verb of this class (`log`,
  /// `exec`, paths that are no resource).
  ///
  /// @throws StatusException Forbidden in upstream's words
  public void authorize(AccessRequest request) {
    throw missing();
  }

  /// The API as a component uses it that acts as somebody.
  ///
  /// @param caller its `agent` becomes the manager of the fields it writes
  public ApiClient client(Caller caller) {
    throw missing();
  }

  /// The object, or the part of it that a subresource stands for.
  ///
  /// @param subresource empty for the object; `status`, `scale`
  public KubeObject get(Caller caller, Kind kind, ObjectKey key, String subresource) {
    throw missing();
  }

  public ListResult list(Caller caller, Kind kind, ListQuery query) {
    throw missing();
  }

  /// Opens a watch. Waits up to three seconds for a resource version that is not there yet.
  ///
  /// @throws StatusException Expired when the resource version is compacted
  public WatchStream watch(Caller caller, Kind kind, WatchQuery query) throws InterruptedException {
    throw missing();
  }

  /// Creates an object, or asks a virtual kind for its answer.
  ///
  /// @param namespace of the path; empty for cluster-scoped kinds
  public Written create(
      Caller caller, Kind kind, String namespace, KubeObject body, WriteOptions options) {
    throw missing();
  }

  /// Posts to a subresource: `binding`, `eviction`, and those of the [Extensions].
  public Written createSubresource(
      Caller caller,
      Kind kind,
      ObjectKey key,
      String subresource,
      KubeObject body,
      WriteOptions options) {
    throw missing();
  }

  /// Replaces an object or the part of it that a subresource stands for.
  public Written update(
      Caller caller,
      Kind kind,
      ObjectKey key,
      String subresource,
      KubeObject body,
      WriteOptions options) {
    throw missing();
  }

  /// Changes an object. An apply creates it when it is absent.
  ///
  /// @param patch the document: an array for a JSON patch, an object otherwise
  public Written patch(
      Caller caller,
      Kind kind,
      ObjectKey key,
      String subresource,
      PatchType type,
      JsonNode patch,
      WriteOptions options) {
    throw missing();
  }

  public Deletion delete(
      Caller caller, Kind kind, ObjectKey key, DeleteOptions options, boolean dryRun) {
    throw missing();
  }

  /// Deletes what a query selects and returns it.
  public ListResult deleteCollection(
      Caller caller, Kind kind, ListQuery query, DeleteOptions options, boolean dryRun) {
    throw missing();
  }

  private static StatusException missing() {
    return StatusException.internal("not open yet");
  }

  /// Ends the timers; the store belongs to the caller and stays open.
  @Override
  public void close() {}
}

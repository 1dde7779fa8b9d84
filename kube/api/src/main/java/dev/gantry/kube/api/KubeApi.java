package dev.gantry.kube.api;

import dev.gantry.kube.auth.AccessRequest;
import dev.gantry.kube.auth.Authorizer;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.rules.validation.Validation;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Kubernetes API as use cases: what a request does, once somebody has read it off a wire.
///
/// Every verb does all that belongs to it: it asks the authorizer, runs admission, fills in
/// defaults, validates, keeps `managedFields`, and stores. An edge translates and nothing more; the
/// system's own components come in through [#client]. Refusals are [StatusException]s in upstream's
/// words.
///
/// Bodies handed in are copied; objects handed out are shared and may not be changed. A [Kind] that
/// is another view of a stored one (`events.k8s.io/v1`) is served in its own shape.
///
/// All methods may block and may be called from any thread.
public final class KubeApi implements AutoCloseable {
  /// The kinds that an update creates when they are absent.
  private static final Set<String> CREATED_BY_UPDATE =
      Set.of(
          "endpoints",
          "events",
          "leases",
          "limitranges",
          "services",
          "roles",
          "rolebindings",
          "clusterroles",
          "clusterrolebindings");

  /// An update that names no version takes any, so it may have to try often.
  private static final int UPDATE_ATTEMPTS = 100;

  private final Kinds kinds = Kinds.builtIn();
  private final Extensions extensions;
  private final Access access;
  private final HistoryLimit history;
  private final ListObjects lists;
  private final WatchObjects watches;
  private final CreateObject creates;
  private final UpdateObject updates;
  private final PatchObject patches;
  private final DeleteObject deletes;
  private final PodActions pods;
  private final ObjectStorage storage;

  private KubeApi(
      Store store,
      Authorizer authorizer,
      Extensions extensions,
      KubeApiConfig config,
      InstantSource clock) {
    this.extensions = extensions;
    access = new Access(authorizer);
    history = new HistoryLimit(store, config.history());
    storage = new ObjectStorage(store, history::written);
    var objects = new StoredObjects(storage, kinds);
    List<AdmissionPlugin> plugins =
        new ArrayList<>(
            List.of(
                new NamespaceLifecycle(),
                new PodServiceAccount(),
                new PodTolerations(),
                new PodPriority()));
    plugins.addAll(extensions.admission());
    var admission = new Admission(plugins, objects);
    lists = new ListObjects(storage);
    watches = new WatchObjects(storage, config.bookmarks());
    creates = new CreateObject(storage, admission, clock);
    updates = new UpdateObject(storage, admission, clock);
    patches = new PatchObject(storage, creates, updates, kinds, clock);
    deletes = new DeleteObject(storage, admission, clock);
    pods = new PodActions(updates, new EvictPod(storage, objects, deletes, kinds, clock), clock);
  }

  /// Opens the API over a store, whose keys under `/registry/` belong to it, and makes the objects
  /// that every cluster has. Does not ask the authorizer about members of `system:masters`, so an
  /// authorizer may be given that begins by reading its rules through this API.
  public static KubeApi open(
      Store store,
      Authorizer authorizer,
      Extensions extensions,
      KubeApiConfig config,
      InstantSource clock) {
    var api = new KubeApi(store, authorizer, extensions, config, clock);
    new ClusterBootstrap(api.client(ClusterBootstrap.SERVER)).run();
    return api;
  }

  /// Decides whether a request may be made, for requests that are no verb of this class (`log`,
  /// `exec`, paths that are no resource).
  ///
  /// @throws StatusException Forbidden in upstream's words
  public void authorize(AccessRequest request) {
    access.require(request);
  }

  /// The API as a component uses it that acts as somebody.
  ///
  /// @param caller its `agent` becomes the manager of the fields it writes
  public ApiClient client(Caller caller) {
    return new InProcessClient(this, kinds, caller);
  }

  /// All kinds that are served.
  public Kinds kinds() {
    return kinds;
  }

  /// The object, or the part of it that a subresource stands for.
  ///
  /// @param subresource empty for the object; `status`, `scale`
  public KubeObject get(Caller caller, Kind kind, ObjectKey key, String subresource) {
    access.require(caller, "get", kind, key, subresource);
    Requests.requireStored(kind, "get");
    KindView view = KindView.of(kind, kinds);
    Part part = Parts.of(view, subresource, kinds);
    return storage
        .find(view.stored(), key)
        .map(object -> part.show(object.object()))
        .orElseThrow(() -> Requests.notFound(kind, key));
  }

  /// Lists what a query selects.
  public ListResult list(Caller caller, Kind kind, ListQuery query) {
    access.require(caller, "list", kind, new ObjectKey(query.namespace(), ""), "");
    Requests.requireStored(kind, "list");
    return lists.list(KindView.of(kind, kinds), query);
  }

  /// Opens a watch. Waits up to three seconds for a resource version that is not there yet.
  ///
  /// @throws StatusException Expired when the resource version is compacted
  public WatchStream watch(Caller caller, Kind kind, WatchQuery query) {
    access.require(caller, "watch", kind, new ObjectKey(query.namespace(), ""), "");
    Requests.requireStored(kind, "watch");
    return watches.watch(KindView.of(kind, kinds), query);
  }

  /// Creates an object, or asks a virtual kind for its answer.
  ///
  /// @param namespace of the path; empty for cluster-scoped kinds
  public Written create(
      Caller caller, Kind kind, String namespace, KubeObject body, WriteOptions options) {
    access.require(caller, "create", kind, new ObjectKey(namespace, ""), "");
    Requests.requireScope(kind, namespace);
    ObjectNode object = Requests.body(body, kind.groupVersionKind());
    Requests.requireNamespace(object, namespace);
    if (!kind.isStored()) {
      return createVirtual(caller, kind, namespace, KubeObject.of(object), options);
    }
    var request = request(caller, kind, new ObjectKey(namespace, ""), "", options);
    return creates.create(request, object);
  }

  private Written createVirtual(
      Caller caller, Kind kind, String namespace, KubeObject body, WriteOptions options) {
    VirtualKind handler = extensions.virtualKinds().get(kind.groupVersionKind());
    if (handler != null) {
      return Written.created(handler.create(this, caller, namespace, body));
    }
    if (PodActions.isBinding(kind)) {
      var request = request(caller, podKind(), new ObjectKey(namespace, body.name()), "", options);
      return pods.bind(request, body);
    }
    throw Requests.methodNotAllowed(kind, "create");
  }

  private Kind podKind() {
    return kinds.get(BuiltInKinds.POD);
  }

  /// Posts to a subresource: `binding`, `eviction`, and those of the [Extensions].
  public Written createSubresource(
      Caller caller,
      Kind kind,
      ObjectKey key,
      String subresource,
      KubeObject body,
      WriteOptions options) {
    access.require(caller, "create", kind, key, subresource);
    Kind.Subresource described =
        kind.subresource(subresource)
            .filter(sub -> sub.verbs().contains("create"))
            .orElseThrow(() -> Requests.methodNotAllowed(kind, "create"));
    ObjectNode object = Requests.body(body, described.kind());
    Requests.requireName(object, key.name());
    Requests.requireNamespace(object, key.namespace());
    KubeObject posted = KubeObject.of(object);
    SubresourceHandler handler =
        extensions
            .subresources()
            .get(new Extensions.Subresource(kind.groupVersionKind(), subresource));
    if (handler != null) {
      return Written.created(handler.create(this, caller, kind, key, posted, options));
    }
    var request = request(caller, kind, key, subresource, options);
    return switch (subresource) {
      case "binding" -> pods.bind(request, posted);
      case "eviction" -> pods.evict(request, posted);
      default -> throw Requests.methodNotAllowed(kind, "create");
    };
  }

  /// Replaces an object or the part of it that a subresource stands for.
  public Written update(
      Caller caller,
      Kind kind,
      ObjectKey key,
      String subresource,
      KubeObject body,
      WriteOptions options) {
    access.require(caller, "update", kind, key, subresource);
    Requests.requireStored(kind, "update");
    var request = request(caller, kind, key, subresource, options);
    Part part = Parts.of(request.view(), subresource, kinds);
    ObjectNode object = Requests.body(body, part.kind().groupVersionKind());
    Requests.requireName(object, key.name());
    Requests.requireNamespace(object, key.namespace());
    requireVersion(kind, subresource, object);
    if (subresource.isEmpty()
        && CREATED_BY_UPDATE.contains(kind.plural())
        && storage.find(request.kind(), key).isEmpty()) {
      access.require(caller, "create", kind, new ObjectKey(key.namespace(), ""), "");
      return creates.create(request, named(object, key));
    }
    return updates.update(
        request, part, _ -> new UpdateObject.Proposal(object.deepCopy(), false), UPDATE_ATTEMPTS);
  }

  /// Some kinds are never overwritten unseen.
  private void requireVersion(Kind kind, String subresource, ObjectNode object) {
    if (subresource.isEmpty()
        && Validation.requiresResourceVersion(kind.groupVersionKind())
        && object.path("metadata").path("resourceVersion").asString("").isEmpty()) {
      throw StatusException.invalid(
          kind.groupVersionKind(),
          object.path("metadata").path("name").asString(""),
          List.of(
              StatusCause.invalid(
                  "metadata.resourceVersion", "0x0", "must be specified for an update")));
    }
  }

  private static ObjectNode named(ObjectNode object, ObjectKey key) {
    Metadata.of(object).put("name", key.name());
    return object;
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
    access.require(caller, "patch", kind, key, subresource);
    Requests.requireStored(kind, "patch");
    var request = request(caller, kind, key, subresource, options);
    Part part = Parts.of(request.view(), subresource, kinds);
    return patches.patch(
        request,
        part,
        type,
        patch,
        () -> access.require(caller, "create", kind, new ObjectKey(key.namespace(), ""), ""));
  }

  /// Deletes an object, or marks it when something must happen first.
  public Deletion delete(
      Caller caller, Kind kind, ObjectKey key, DeleteOptions options, boolean dryRun) {
    access.require(caller, "delete", kind, key, "");
    Requests.requireStored(kind, "delete");
    return deletes.delete(request(caller, kind, key, "", dry(dryRun)), options);
  }

  /// Deletes what a query selects and returns it.
  public ListResult deleteCollection(
      Caller caller, Kind kind, ListQuery query, DeleteOptions options, boolean dryRun) {
    access.require(caller, "deletecollection", kind, new ObjectKey(query.namespace(), ""), "");
    if (!kind.verbs().contains("deletecollection")) {
      throw Requests.methodNotAllowed(kind, "deletecollection");
    }
    ListResult selected = lists.list(KindView.of(kind, kinds), query);
    for (StoredObject object : selected.items()) {
      deleteIfPresent(request(caller, kind, object.object().key(), "", dry(dryRun)), options);
    }
    return selected;
  }

  private void deleteIfPresent(WriteRequest request, DeleteOptions options) {
    try {
      deletes.delete(request, options);
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private WriteRequest request(
      Caller caller, Kind kind, ObjectKey key, String subresource, WriteOptions options) {
    return new WriteRequest(caller, KindView.of(kind, kinds), key, subresource, options);
  }

  private static WriteOptions dry(boolean dryRun) {
    return dryRun ? WriteOptions.DEFAULT.withoutStoring() : WriteOptions.DEFAULT;
  }

  /// Ends the timers; the store belongs to the caller and stays open.
  @Override
  public void close() {
    history.close();
  }
}

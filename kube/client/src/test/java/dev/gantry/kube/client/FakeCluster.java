package dev.gantry.kube.client;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An API server in memory for tests of components: revisions, optimistic concurrency, watches,
/// selectors, the status subresource, generations, finalizers, graceful deletion of pods, the
/// termination of namespaces, and the subresources `binding` and `eviction`. It knows no schema, so
/// it neither defaults nor validates nor checks rights; an apply is refused.
///
/// A test may have calls refused ([#refuse]), hold back the news ([#holdWatches]), or tear all
/// watches ([#expireWatches]).
public final class FakeCluster implements ApiClient {
  private record Id(GroupVersionKind kind, ObjectKey key) {}

  /// One call, as a [Refusal] sees it.
  ///
  /// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`
  public record Call(String verb, GroupVersionKind kind, ObjectKey key, String subresource) {}

  /// Decides whether a call fails.
  @FunctionalInterface
  public interface Refusal {
    Optional<StatusException> of(Call call);
  }

  private final InstantSource clock;
  private final Map<Id, KubeObject> objects = new HashMap<>();
  private final List<FakeWatch> watches = new ArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final FakeHistory history = new FakeHistory();
  private final AtomicLong names = new AtomicLong();
  private long revision = 100;

  public FakeCluster() {
    this(InstantSource.system());
  }

  public FakeCluster(InstantSource clock) {
    this.clock = clock;
  }

  /// From now on, asks `refusal` before every call.
  public void refuse(Refusal refusal) {
    refusals.add(refusal);
  }

  public void refuseNothing() {
    refusals.clear();
  }

  /// The writes so far, refused ones included.
  public List<Call> writes() {
    return calls.stream()
        .filter(call -> !List.of("get", "list", "watch").contains(call.verb()))
        .toList();
  }

  /// Keeps what happens from all watches until [#releaseWatches].
  public synchronized void holdWatches() {
    history.hold(true);
  }

  public synchronized void releaseWatches() {
    history.hold(false);
    notifyAll();
  }

  /// Ends all watches with Expired.
  public synchronized void expireWatches() {
    history.forget(revision);
    notifyAll();
  }

  /// Changes an object as somebody would who wins every conflict: spec, metadata and status alike.
  public synchronized KubeObject edit(
      GroupVersionKind kind, ObjectKey key, UnaryOperator<KubeObject> change) {
    KubeObject present = present(kind, key);
    return store(present, change.apply(present), true);
  }

  /// Removes an object whatever its finalizers.
  public synchronized void remove(GroupVersionKind kind, ObjectKey key) {
    discard(present(kind, key));
  }

  /// All objects of a kind, by namespace and name.
  public List<KubeObject> all(GroupVersionKind kind) {
    return list(kind, ListOptions.ALL).items();
  }

  private void called(String verb, GroupVersionKind kind, ObjectKey key, String subresource) {
    var call = new Call(verb, kind, key, subresource);
    calls.add(call);
    for (Refusal refusal : refusals) {
      refusal
          .of(call)
          .ifPresent(
              failure -> {
                throw failure;
              });
    }
  }

  /// The plural by rule of thumb, good enough for messages.
  static String resource(GroupVersionKind kind) {
    String name = kind.kind().toLowerCase(Locale.ROOT);
    if (name.endsWith("s")) {
      return name + "es";
    }
    return name.endsWith("y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
  }

  private KubeObject present(GroupVersionKind kind, ObjectKey key) {
    KubeObject present = objects.get(new Id(kind, key));
    if (present == null) {
      throw StatusException.notFound(kind.group(), resource(kind), key.name());
    }
    return present;
  }

  private static StatusException conflict(KubeObject about, String problem) {
    GroupVersionKind kind = about.groupVersionKind();
    return StatusException.conflict(kind.group(), resource(kind), about.name(), problem);
  }

  @Override
  public KubeObject get(GroupVersionKind kind, ObjectKey key) {
    called("get", kind, key, "");
    synchronized (this) {
      return present(kind, key);
    }
  }

  @Override
  public ObjectList list(GroupVersionKind kind, ListOptions options) {
    called("list", kind, new ObjectKey(options.namespace(), ""), "");
    synchronized (this) {
      var selection = FakeSelection.of(options);
      var found = new TreeMap<String, KubeObject>();
      objects.forEach(
          (id, object) -> {
            if (id.kind().equals(kind) && selection.matches(object)) {
              found.put(id.key().toString(), object);
            }
          });
      return new ObjectList(List.copyOf(found.values()), Long.toString(revision));
    }
  }

  @Override
  public ObjectWatch watch(GroupVersionKind kind, ListOptions options, String resourceVersion) {
    called("watch", kind, new ObjectKey(options.namespace(), ""), "");
    synchronized (this) {
      var watch =
          new FakeWatch(
              this, history, kind, FakeSelection.of(options), Long.parseLong(resourceVersion));
      watches.add(watch);
      return watch;
    }
  }

  synchronized void closed(FakeWatch watch) {
    watches.remove(watch);
  }

  /// How many watches are open.
  public synchronized int watches() {
    return watches.size();
  }

  @Override
  public KubeObject create(KubeObject object) {
    GroupVersionKind kind = object.groupVersionKind();
    called("create", kind, object.key(), "");
    synchronized (this) {
      KubeObject named = named(object);
      Id id = new Id(kind, named.key());
      if (objects.containsKey(id)) {
        throw StatusException.alreadyExists(kind.group(), resource(kind), named.name());
      }
      KubeObject born =
          named.edit(
              json -> {
                ObjectNode metadata = json.withObject("metadata");
                metadata.put("uid", UUID.randomUUID().toString());
                metadata.put("creationTimestamp", now().toString());
                metadata.remove("deletionTimestamp");
                if (json.has("spec")) {
                  metadata.put("generation", 1);
                }
                if (kind.equals(BuiltInKinds.NAMESPACE)) {
                  json.withObject("spec").putArray("finalizers").add("kubernetes");
                  json.withObject("status").put("phase", "Active");
                }
                if (kind.equals(BuiltInKinds.POD) && !json.path("status").has("phase")) {
                  json.withObject("status").put("phase", "Pending");
                }
              });
      return commit(Optional.empty(), born);
    }
  }

  private KubeObject named(KubeObject object) {
    if (!object.name().isEmpty()) {
      return object;
    }
    String base = object.metadata().path("generateName").asString("");
    if (base.isEmpty()) {
      throw StatusException.badRequest("name or generateName is required");
    }
    String name = base + Long.toString(names.incrementAndGet() + 46656, 36);
    return object.edit(json -> json.withObject("metadata").put("name", name));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private KubeObject commit(Optional<KubeObject> before, KubeObject after) {
    revision++;
    KubeObject stored =
        after.edit(
            json -> json.withObject("metadata").put("resourceVersion", Long.toString(revision)));
    objects.put(new Id(stored.groupVersionKind(), stored.key()), stored);
    history.add(new FakeHistory.Entry(revision, before, Optional.of(stored)));
    notifyAll();
    return stored;
  }

  private void discard(KubeObject object) {
    revision++;
    objects.remove(new Id(object.groupVersionKind(), object.key()));
    KubeObject last =
        object.edit(
            json -> json.withObject("metadata").put("resourceVersion", Long.toString(revision)));
    history.add(new FakeHistory.Entry(revision, Optional.of(last), Optional.empty()));
    notifyAll();
  }

  @Override
  public KubeObject createSubresource(
      GroupVersionKind kind, ObjectKey key, String subresource, KubeObject body) {
    called("create", kind, key, subresource);
    synchronized (this) {
      KubeObject present = present(kind, key);
      switch (subresource) {
        case "binding" -> bind(present, body);
        case "eviction" -> delete(kind, key, DeleteOptions.DEFAULT);
        default -> throw notImplemented(subresource);
      }
      return body;
    }
  }

  private void bind(KubeObject pod, KubeObject binding) {
    String bound = pod.spec().path("nodeName").asString("");
    if (!bound.isEmpty()) {
      throw conflict(pod, "pod %s is already assigned to node \"%s\"".formatted(pod.name(), bound));
    }
    String node = binding.at("target", "name").asString("");
    store(
        pod,
        pod.edit(
            json -> {
              json.withObject("spec").put("nodeName", node);
              FakePatches.mergeByKey(
                  json.withObject("status").withArray("conditions"),
                  "type",
                  json.objectNode().put("type", "PodScheduled").put("status", "True"));
            }),
        true);
  }

  @Override
  public KubeObject update(KubeObject object) {
    called("update", object.groupVersionKind(), object.key(), "");
    synchronized (this) {
      KubeObject present = present(object.groupVersionKind(), object.key());
      checkPreconditions(present, object);
      return store(present, object, false);
    }
  }

  @Override
  public KubeObject updateSubresource(KubeObject object, String subresource) {
    called("update", object.groupVersionKind(), object.key(), subresource);
    synchronized (this) {
      KubeObject present = present(object.groupVersionKind(), object.key());
      checkPreconditions(present, object);
      return storeSubresource(present, object, subresource);
    }
  }

  private KubeObject storeSubresource(KubeObject present, KubeObject wanted, String subresource) {
    return switch (subresource) {
      case "status" -> store(present, present.edit(json -> take(json, wanted, "status")), true);
      case "finalize" ->
          store(
              present,
              present.edit(
                  json ->
                      json.withObject("spec").set("finalizers", wanted.spec().path("finalizers"))),
              true);
      default -> throw notImplemented(subresource);
    };
  }

  private static void take(ObjectNode json, KubeObject from, String field) {
    if (from.json().has(field)) {
      json.set(field, from.json().path(field));
    } else {
      json.remove(field);
    }
  }

  private static StatusException notImplemented(String what) {
    return new StatusException(
        StatusReason.NOT_IMPLEMENTED, "the fake cluster has no " + what, Optional.empty());
  }

  private static void checkPreconditions(KubeObject present, KubeObject wanted) {
    if (!wanted.uid().isEmpty() && !wanted.uid().equals(present.uid())) {
      throw conflict(present, "Precondition failed: UID in precondition: " + wanted.uid());
    }
    if (!wanted.resourceVersion().isEmpty()
        && !wanted.resourceVersion().equals(present.resourceVersion())) {
      throw conflict(
          present,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
  }

  /// Stores what a client wants in place of what is present, unless nothing changes.
  private KubeObject store(KubeObject present, KubeObject wanted, boolean statusToo) {
    KubeObject merged =
        wanted.edit(
            json -> {
              if (!statusToo) {
                take(json, present, "status");
              }
              ObjectNode metadata = json.withObject("metadata");
              for (String own :
                  List.of(
                      "uid",
                      "creationTimestamp",
                      "generation",
                      "resourceVersion",
                      "deletionTimestamp",
                      "deletionGracePeriodSeconds")) {
                if (present.metadata().has(own)) {
                  metadata.set(own, present.metadata().path(own));
                } else {
                  metadata.remove(own);
                }
              }
            });
    if (merged.equals(present)) {
      return present;
    }
    boolean grew = !merged.spec().equals(present.spec()) && present.generation() > 0;
    KubeObject next =
        grew
            ? merged.edit(
                json -> json.withObject("metadata").put("generation", present.generation() + 1))
            : merged;
    if (next.isBeingDeleted() && isFree(next)) {
      discard(next);
      return next;
    }
    return commit(Optional.of(present), next);
  }

  /// Whether nothing holds back the end of an object that is being deleted.
  private static boolean isFree(KubeObject object) {
    return object.finalizers().isEmpty()
        && object.metadata().path("deletionGracePeriodSeconds").asLong(0) == 0
        && !(object.groupVersionKind().equals(BuiltInKinds.NAMESPACE)
            && !object.spec().path("finalizers").isEmpty());
  }

  @Override
  public KubeObject patch(
      GroupVersionKind kind, ObjectKey key, String subresource, PatchType type, JsonNode patch) {
    called("patch", kind, key, subresource);
    synchronized (this) {
      KubeObject present = present(kind, key);
      KubeObject wanted = KubeObject.of(FakePatches.apply(present.json(), type, patch));
      checkPreconditions(present, wanted);
      return subresource.isEmpty()
          ? store(present, wanted, false)
          : storeSubresource(present, wanted, subresource);
    }
  }

  @Override
  public void delete(GroupVersionKind kind, ObjectKey key, DeleteOptions options) {
    called("delete", kind, key, "");
    synchronized (this) {
      KubeObject present = present(kind, key);
      options
          .uid()
          .filter(uid -> !uid.equals(present.uid()))
          .ifPresent(
              uid -> {
                throw conflict(present, "Precondition failed: UID in precondition: " + uid);
              });
      options
          .resourceVersion()
          .filter(version -> !version.equals(present.resourceVersion()))
          .ifPresent(
              version -> {
                throw conflict(present, "Precondition failed: ResourceVersion: " + version);
              });
      KubeObject marked = marked(present, options);
      if (isFree(marked)) {
        discard(marked);
      } else if (!marked.equals(present)) {
        commit(Optional.of(present), marked);
      }
    }
  }

  private KubeObject marked(KubeObject object, DeleteOptions options) {
    long grace = grace(object, options);
    return object.edit(
        json -> {
          ObjectNode metadata = json.withObject("metadata");
          if (!object.isBeingDeleted()) {
            metadata.put("deletionTimestamp", now().plusSeconds(grace).toString());
            metadata.put("deletionGracePeriodSeconds", grace);
          } else if (grace < metadata.path("deletionGracePeriodSeconds").asLong(0)) {
            metadata.put("deletionGracePeriodSeconds", grace);
          }
          options
              .propagation()
              .filter(policy -> !policy.equals(DeleteOptions.Propagation.BACKGROUND))
              .map(
                  policy ->
                      policy.equals(DeleteOptions.Propagation.ORPHAN)
                          ? "orphan"
                          : "foregroundDeletion")
              .filter(finalizer -> !object.finalizers().contains(finalizer))
              .ifPresent(finalizer -> metadata.withArray("finalizers").add(finalizer));
          if (object.groupVersionKind().equals(BuiltInKinds.NAMESPACE)) {
            json.withObject("status").put("phase", "Terminating");
          }
        });
  }

  /// Only a pod that may be running on a node is given time to end.
  private static long grace(KubeObject object, DeleteOptions options) {
    String phase = object.status().path("phase").asString("");
    boolean runs =
        object.groupVersionKind().equals(BuiltInKinds.POD)
            && !object.spec().path("nodeName").asString("").isEmpty()
            && !phase.equals("Succeeded")
            && !phase.equals("Failed");
    if (!runs) {
      return 0;
    }
    return options
        .gracePeriodSeconds()
        .orElse(object.spec().path("terminationGracePeriodSeconds").asLong(30));
  }

  @Override
  public void deleteCollection(GroupVersionKind kind, ListOptions list, DeleteOptions options) {
    for (KubeObject object : list(kind, list).items()) {
      delete(kind, object.key(), options.onlyUid(object.uid()));
    }
  }
}

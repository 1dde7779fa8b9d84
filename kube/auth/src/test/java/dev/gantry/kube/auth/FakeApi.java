package dev.gantry.kube.auth;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.client.ObjectEvent;
import dev.gantry.kube.client.ObjectList;
import dev.gantry.kube.client.ObjectWatch;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Just enough of the API for what reads and writes roles: objects in memory, watches that
/// report every change, no rules at all.
final class FakeApi implements ApiClient {
  private record Id(GroupVersionKind kind, ObjectKey key) {}

  private record FakeWatch(GroupVersionKind kind, BlockingQueue<ObjectEvent> events)
      implements ObjectWatch {
    @Override
    public List<ObjectEvent> next(Duration patience) throws InterruptedException {
      ObjectEvent first = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (first == null) {
        return List.of();
      }
      List<ObjectEvent> all = new ArrayList<>(List.of(first));
      events.drainTo(all);
      return all;
    }

    @Override
    public void close() {}
  }

  private final Map<Id, KubeObject> objects = new LinkedHashMap<>();
  private final List<FakeWatch> watches = new CopyOnWriteArrayList<>();
  private int version = 1;
  private int writes;

  synchronized int writes() {
    return writes;
  }

  @Override
  public synchronized KubeObject get(GroupVersionKind kind, ObjectKey key) {
    KubeObject object = objects.get(new Id(kind, key));
    if (object == null) {
      throw StatusException.notFound(
          kind.group(), kind.kind().toLowerCase(Locale.ROOT) + "s", key.name());
    }
    return object;
  }

  @Override
  public synchronized ObjectList list(GroupVersionKind kind, ListOptions options) {
    return new ObjectList(
        objects.entrySet().stream()
            .filter(entry -> entry.getKey().kind().equals(kind))
            .map(Map.Entry::getValue)
            .toList(),
        Integer.toString(version));
  }

  /// Only from the present state on.
  @Override
  public synchronized ObjectWatch watch(
      GroupVersionKind kind, ListOptions options, String resourceVersion) {
    var watch = new FakeWatch(kind, new LinkedBlockingQueue<>());
    // What happened between list and watch is reported again, as any state is.
    list(kind, options).items().forEach(o -> watch.events.add(new ObjectEvent.Modified(o)));
    watches.add(watch);
    return watch;
  }

  @Override
  public synchronized KubeObject create(KubeObject object) {
    return store(object, true);
  }

  @Override
  public synchronized KubeObject update(KubeObject object) {
    return store(object, false);
  }

  private KubeObject store(KubeObject object, boolean added) {
    version++;
    writes++;
    KubeObject stored =
        object.edit(
            json -> json.withObject("metadata").put("resourceVersion", Integer.toString(version)));
    objects.put(new Id(stored.groupVersionKind(), stored.key()), stored);
    report(
        stored.groupVersionKind(),
        added ? new ObjectEvent.Added(stored) : new ObjectEvent.Modified(stored));
    return stored;
  }

  @Override
  public synchronized void delete(GroupVersionKind kind, ObjectKey key, DeleteOptions options) {
    KubeObject last = get(kind, key);
    objects.remove(new Id(kind, key));
    version++;
    report(kind, new ObjectEvent.Deleted(last));
  }

  private void report(GroupVersionKind kind, ObjectEvent event) {
    watches.stream().filter(w -> w.kind.equals(kind)).forEach(w -> w.events.add(event));
  }

  @Override
  public KubeObject createSubresource(
      GroupVersionKind kind, ObjectKey key, String subresource, KubeObject body) {
    throw new UnsupportedOperationException(subresource);
  }

  @Override
  public KubeObject updateSubresource(KubeObject object, String subresource) {
    throw new UnsupportedOperationException(subresource);
  }

  @Override
  public KubeObject patch(
      GroupVersionKind kind, ObjectKey key, String subresource, PatchType type, JsonNode patch) {
    throw new UnsupportedOperationException("patch");
  }

  @Override
  public void deleteCollection(GroupVersionKind kind, ListOptions list, DeleteOptions options) {
    throw new UnsupportedOperationException("deleteCollection");
  }
}

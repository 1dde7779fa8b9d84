package dev.gantry.kube.api;

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
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The API for components of this process: nothing is encoded, everything else applies.
final class InProcessClient implements ApiClient {
  private final KubeApi api;
  private final Kinds kinds;
  private final Caller caller;
  private final WriteOptions options;

  InProcessClient(KubeApi api, Kinds kinds, Caller caller) {
    this.api = api;
    this.kinds = kinds;
    this.caller = caller;
    this.options = WriteOptions.DEFAULT.manager(caller.defaultManager()).forced();
  }

  @Override
  public KubeObject get(GroupVersionKind kind, ObjectKey key) {
    return api.get(caller, kinds.get(kind), key, "");
  }

  @Override
  public ObjectList list(GroupVersionKind kind, ListOptions list) {
    ListResult result = api.list(caller, kinds.get(kind), ListQuery.of(list));
    return new ObjectList(
        result.items().stream().map(StoredObject::object).toList(), result.resourceVersion());
  }

  @Override
  public ObjectWatch watch(GroupVersionKind kind, ListOptions list, String resourceVersion) {
    WatchStream stream =
        api.watch(caller, kinds.get(kind), WatchQuery.after(list, resourceVersion));
    return new ObjectWatch() {
      @Override
      public List<ObjectEvent> next(Duration patience) throws InterruptedException {
        return events(stream.next(patience));
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  private static List<ObjectEvent> events(List<WatchEvent> events) {
    List<ObjectEvent> objects = new ArrayList<>(events.size());
    for (WatchEvent event : events) {
      KubeObject object = event.object().object();
      switch (event.type()) {
        case ADDED -> objects.add(new ObjectEvent.Added(object));
        case MODIFIED -> objects.add(new ObjectEvent.Modified(object));
        case DELETED -> objects.add(new ObjectEvent.Deleted(object));
        case BOOKMARK -> {
          // Not asked for.
        }
      }
    }
    return objects;
  }

  @Override
  public KubeObject create(KubeObject object) {
    Kind kind = kinds.get(object.groupVersionKind());
    return api.create(caller, kind, object.namespace(), object, options).object();
  }

  @Override
  public KubeObject createSubresource(
      GroupVersionKind kind, ObjectKey key, String subresource, KubeObject body) {
    return api.createSubresource(caller, kinds.get(kind), key, subresource, body, options).object();
  }

  @Override
  public KubeObject update(KubeObject object) {
    return updateSubresource(object, "");
  }

  @Override
  public KubeObject updateSubresource(KubeObject object, String subresource) {
    Kind kind = kinds.get(object.groupVersionKind());
    return api.update(caller, kind, object.key(), subresource, object, options).object();
  }

  @Override
  public KubeObject patch(
      GroupVersionKind kind, ObjectKey key, String subresource, PatchType type, JsonNode patch) {
    return api.patch(caller, kinds.get(kind), key, subresource, type, patch, options).object();
  }

  @Override
  public void delete(GroupVersionKind kind, ObjectKey key, DeleteOptions delete) {
    api.delete(caller, kinds.get(kind), key, delete, false);
  }

  @Override
  public void deleteCollection(GroupVersionKind kind, ListOptions list, DeleteOptions delete) {
    api.deleteCollection(caller, kinds.get(kind), ListQuery.of(list), delete, false);
  }
}

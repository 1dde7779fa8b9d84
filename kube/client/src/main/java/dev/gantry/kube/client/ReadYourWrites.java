package dev.gantry.kube.client;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import tools.jackson.databind.JsonNode;

/// Passes everything to the API and shows informers the results of writes.
final class ReadYourWrites implements ApiClient {
  private final Informers informers;

  ReadYourWrites(Informers informers) {
    this.informers = informers;
  }

  private ApiClient api() {
    return informers.api();
  }

  private KubeObject shown(GroupVersionKind kind, KubeObject written) {
    informers.find(kind).ifPresent(informer -> informer.wrote(written));
    return written;
  }

  @Override
  public KubeObject get(GroupVersionKind kind, ObjectKey key) {
    return api().get(kind, key);
  }

  @Override
  public ObjectList list(GroupVersionKind kind, ListOptions options) {
    return api().list(kind, options);
  }

  @Override
  public ObjectWatch watch(GroupVersionKind kind, ListOptions options, String resourceVersion) {
    return api().watch(kind, options, resourceVersion);
  }

  @Override
  public KubeObject create(KubeObject object) {
    return shown(object.groupVersionKind(), api().create(object));
  }

  /// What that returns is of another kind; the watch will tell.
  @Override
  public KubeObject createSubresource(
      GroupVersionKind kind, ObjectKey key, String subresource, KubeObject body) {
    return api().createSubresource(kind, key, subresource, body);
  }

  @Override
  public KubeObject update(KubeObject object) {
    return shown(object.groupVersionKind(), api().update(object));
  }

  @Override
  public KubeObject updateSubresource(KubeObject object, String subresource) {
    return shownIfSameKind(object.groupVersionKind(), api().updateSubresource(object, subresource));
  }

  @Override
  public KubeObject patch(
      GroupVersionKind kind, ObjectKey key, String subresource, PatchType type, JsonNode patch) {
    return shownIfSameKind(kind, api().patch(kind, key, subresource, type, patch));
  }

  /// A `scale` returns a Scale.
  private KubeObject shownIfSameKind(GroupVersionKind kind, KubeObject written) {
    return written.kind().equals(kind.kind()) ? shown(kind, written) : written;
  }

  @Override
  public void delete(GroupVersionKind kind, ObjectKey key, DeleteOptions options) {
    try {
      api().delete(kind, key, options);
    } catch (StatusException e) {
      if (e.isNotFound()) {
        noteDeletion(kind, key, options);
      }
      throw e;
    }
    noteDeletion(kind, key, options);
  }

  private void noteDeletion(GroupVersionKind kind, ObjectKey key, DeleteOptions options) {
    options
        .uid()
        .ifPresent(uid -> informers.find(kind).ifPresent(informer -> informer.deleted(key, uid)));
  }

  @Override
  public void deleteCollection(GroupVersionKind kind, ListOptions list, DeleteOptions options) {
    api().deleteCollection(kind, list, options);
  }
}

package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.CONFIG_MAP;
import static dev.gantry.kube.objects.BuiltInKinds.NAMESPACE;
import static dev.gantry.kube.objects.BuiltInKinds.SERVICE_ACCOUNT;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.lifecycle.Timers;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Keeps one object in every namespace: the service account `default`, or the certificate by which
/// pods know the API server.
public final class NamespaceDefaults implements AutoCloseable {
  private final ApiClient client;
  private final Informer namespaces;
  private final Informer objects;
  private final String name;
  private final Function<KubeObject, KubeObject> filled;
  private final Controller<String> controller;

  /// The service account that pods use which name none.
  public static NamespaceDefaults serviceAccounts(Informers informers, Timers timers) {
    return new NamespaceDefaults(
        informers, timers, SERVICE_ACCOUNT, "default", Function.identity());
  }

  /// The ConfigMap `kube-root-ca.crt`.
  ///
  /// @param certificates of the authority that signed the API server's, as PEM
  public static NamespaceDefaults rootCertificates(
      Informers informers, Timers timers, String certificates) {
    return new NamespaceDefaults(
        informers,
        timers,
        CONFIG_MAP,
        "kube-root-ca.crt",
        map ->
            map.at("data", "ca.crt").asString("").equals(certificates)
                ? map
                : map.edit(json -> json.withObject("data").put("ca.crt", certificates)));
  }

  private NamespaceDefaults(
      Informers informers,
      Timers timers,
      GroupVersionKind kind,
      String name,
      Function<KubeObject, KubeObject> filled) {
    client = informers.client();
    namespaces = informers.of(NAMESPACE);
    objects = informers.of(kind);
    this.name = name;
    this.filled = filled;
    controller =
        Controller.start(
            name + " of namespaces", timers, 2, List.of(namespaces, objects), this::reconcile);
    namespaces.listen(change -> controller.enqueue(change.key().name()));
    objects.listen(
        change -> {
          if (change.key().name().equals(name)) {
            controller.enqueue(change.key().namespace());
          }
        });
  }

  private Reconciler.Outcome reconcile(String namespace) {
    boolean lives =
        namespaces
            .find(ObjectKey.clusterScoped(namespace))
            .filter(Predicate.not(KubeObject::isBeingDeleted))
            .isPresent();
    var key = new ObjectKey(namespace, name);
    Optional<KubeObject> present = objects.find(key);
    if (!lives) {
      return Reconciler.Outcome.done();
    }
    if (present.isEmpty()) {
      create(filled.apply(KubeObject.named(objects.kind(), key)));
    } else if (!present.get().isBeingDeleted()) {
      KubeObject wanted = filled.apply(present.get());
      if (!wanted.equals(present.get())) {
        client.update(wanted);
      }
    }
    return Reconciler.Outcome.done();
  }

  private void create(KubeObject object) {
    try {
      client.create(object);
    } catch (StatusException e) {
      // Made by somebody else just now, or the namespace has begun to end.
      if (!e.is(StatusReason.ALREADY_EXISTS) && !ReplicaScaler.isNamespaceEnding(e)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    controller.close();
  }
}

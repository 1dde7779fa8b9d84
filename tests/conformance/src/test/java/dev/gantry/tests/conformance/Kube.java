package dev.gantry.tests.conformance;

import dev.gantry.tests.harness.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The fabric8 client in a test's namespace, and the objects that many tests begin with. All tests
/// share one connection, which ends with them.
record Kube(KubernetesClient client, String namespace) {
  private static final Map<Path, KubernetesClient> CLIENTS = new ConcurrentHashMap<>();
  private static final int PATIENCE = 30;

  static Kube of(Workspace workspace) {
    return new Kube(
        CLIENTS.computeIfAbsent(workspace.engine().kubeconfig(), Kube::connect),
        workspace.namespace());
  }

  private static KubernetesClient connect(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }

  /// A template of pods that sleep, labelled `app`.
  static PodTemplateSpec sleeping(String app) {
    return template(app, "sleep 3600");
  }

  /// A template of pods that tell their name over HTTP on port 8080.
  static PodTemplateSpec serving(String app) {
    return template(
        app, "mkdir /tmp/www; hostname > /tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www");
  }

  private static PodTemplateSpec template(String app, String script) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels("app", app)
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(1L)
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .withImagePullPolicy("IfNotPresent")
        .withCommand("sh", "-c", script)
        .endContainer()
        .endSpec()
        .build();
  }

  /// Creates a pod that nobody owns.
  Pod createPod(String name, PodTemplateSpec template) {
    return create(
        new PodBuilder()
            .withMetadata(new ObjectMetaBuilder(template.getMetadata()).withName(name).build())
            .withSpec(template.getSpec())
            .build());
  }

  <T extends HasMetadata> T create(T object) {
    return client.resource(object).inNamespace(namespace).create();
  }

  /// The object of that kind and name in the test's namespace, as the server has it now.
  @SuppressWarnings("unchecked")
  <T extends HasMetadata> Resource<T> at(T object) {
    return client
        .resources((Class<T>) object.getClass())
        .inNamespace(namespace)
        .withName(name(object));
  }

  /// Changes an object, again from what the server has if somebody else changed it meanwhile.
  <T extends HasMetadata> T edit(T object, UnaryOperator<T> change) {
    return retry(() -> at(object).edit(change));
  }

  /// The same of its status.
  <T extends HasMetadata> T editStatus(T object, UnaryOperator<T> change) {
    return retry(() -> at(object).editStatus(change));
  }

  private static <T> T retry(Supplier<T> write) {
    while (true) {
      try {
        return write.get();
      } catch (KubernetesClientException refused) {
        if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw refused;
        }
      }
    }
  }

  /// Watches an object until it is as wanted.
  <T extends HasMetadata> T await(T object, Predicate<T> wanted) {
    return at(object)
        .waitUntilCondition(
            found -> found != null && wanted.test(found), PATIENCE, TimeUnit.SECONDS);
  }

  /// Watches until no object of that name is left.
  void awaitGone(HasMetadata object) {
    at(object).waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
  }

  /// Watches the pods labelled `app` until they are as wanted.
  List<Pod> awaitPods(String app, Predicate<List<Pod>> wanted) {
    return awaitAll(client.pods().inNamespace(namespace).withLabel("app", app), wanted);
  }

  /// Watches the pods labelled `app` until there are so many, all ready and none on its way out.
  List<Pod> awaitReadyPods(String app, int count) {
    return awaitPods(
        app, pods -> pods.size() == count && pods.stream().allMatch(Kube::isReadyToStay));
  }

  private static boolean isReadyToStay(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && isReady(pod);
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  /// Watches a collection until it is as wanted.
  static <T> List<T> awaitAll(Informable<T> collection, Predicate<List<T>> wanted) {
    return collection.informOnCondition(wanted).orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  /// The uid of the object that controls this one, or nothing.
  static String controllerOf(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(owner -> owner.getUid())
        .findFirst()
        .orElse("");
  }

  static String uid(HasMetadata object) {
    return object.getMetadata().getUid();
  }

  static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}

package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.ADMIN;
import static dev.gantry.kube.api.TestApi.WRITE;
import static dev.gantry.kube.api.TestApi.inDefault;
import static dev.gantry.kube.api.TestApi.object;
import static dev.gantry.kube.api.TestApi.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class PodsTest {
  @RegisterExtension final TestApi cluster = new TestApi();

  @Test
  void aPodGetsItsAccountItsTokenItsTolerationsAndItsPriority() {
    cluster.createServiceAccount();
    KubeObject pod = cluster.create(pod("p")).object();
    assertThat(pod.spec().path("serviceAccountName").asString()).isEqualTo("default");
    JsonNode volume = pod.spec().path("volumes").get(0);
    assertThat(volume.path("name").asString()).matches("kube-api-access-[a-z0-9]{5}");
    assertThat(volume.path("projected").path("sources")).hasSize(3);
    JsonNode mount = pod.spec().path("containers").get(0).path("volumeMounts").get(0);
    assertThat(mount.path("name")).isEqualTo(volume.path("name"));
    assertThat(mount.path("mountPath").asString())
        .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(pod.spec().path("tolerations")).hasSize(2);
    assertThat(pod.spec().path("priority").asInt(-1)).isZero();
    assertThat(pod.spec().path("restartPolicy").asString()).isEqualTo("Always");
  }

  @Test
  void aPodWhoseAccountIsMissingIsRefused() {
    KubeObject orphan =
        pod("p").edit(json -> json.withObject("/spec").put("serviceAccountName", "nobody"));
    assertThatThrownBy(() -> cluster.create(orphan))
        .hasMessage(
            "pods \"p\" is forbidden: error looking up service account default/nobody:"
                + " serviceaccount \"nobody\" not found");
  }

  @Test
  void priorityClassesBecomeNumbers() {
    cluster.createServiceAccount();
    KubeObject important =
        pod("p")
            .edit(
                json -> json.withObject("/spec").put("priorityClassName", "system-node-critical"));
    assertThat(cluster.create(important).object().spec().path("priority").asInt())
        .isEqualTo(2_000_001_000);
    KubeObject unknown =
        pod("q").edit(json -> json.withObject("/spec").put("priorityClassName", "none"));
    assertThatThrownBy(() -> cluster.create(unknown))
        .hasMessageContaining("no PriorityClass with name none was found");
  }

  @Test
  void aPodIsBoundOnce() {
    cluster.createServiceAccount();
    cluster.create(pod("p"));
    assertThat(cluster.bind("p").json().path("status").asString()).isEqualTo("Success");
    KubeObject bound = cluster.get(BuiltInKinds.POD, "p");
    assertThat(bound.spec().path("nodeName").asString()).isEqualTo("n1");
    assertThat(bound.status().path("conditions").get(0).path("type").asString())
        .isEqualTo("PodScheduled");
    assertThatThrownBy(() -> cluster.bind("p"))
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.isConflict()).isTrue())
        .hasMessage(
            "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to"
                + " node \"n1\"");
  }

  @Test
  void statusAndSpecAreWrittenApart() {
    cluster.createServiceAccount();
    KubeObject pod = cluster.create(pod("p")).object();
    KubeObject both =
        pod.edit(
            json -> {
              json.withObject("/status").put("phase", "Running");
              json.withObject("/spec").put("nodeName", "stolen");
            });
    KubeObject after = cluster.client().updateStatus(both);
    assertThat(after.status().path("phase").asString()).isEqualTo("Running");
    assertThat(after.spec().has("nodeName")).isFalse();
    assertThat(after.at("metadata", "managedFields").findValuesAsString("subresource"))
        .contains("status");
  }

  private void evict(String name) {
    KubeObject eviction =
        object(
            """
            {'apiVersion':'policy/v1','kind':'Eviction',
             'metadata':{'name':'%s','namespace':'default'}}"""
                .formatted(name));
    cluster
        .api()
        .createSubresource(
            ADMIN, cluster.kind(BuiltInKinds.POD), inDefault(name), "eviction", eviction, WRITE);
  }

  @Test
  void evictionAsksTheDisruptionBudget() {
    cluster.createServiceAccount();
    for (String name : new String[] {"p", "q"}) {
      cluster.create(
          pod(name).edit(json -> json.withObject("/metadata").putObject("labels").put("a", "b")));
      KubeObject running =
          cluster
              .get(BuiltInKinds.POD, name)
              .edit(json -> json.withObject("/status").put("phase", "Running"));
      cluster.client().updateStatus(running);
    }
    KubeObject budget =
        cluster
            .create(
                object(
                    """
                    {'apiVersion':'policy/v1','kind':'PodDisruptionBudget',
                     'metadata':{'name':'b','namespace':'default'},
                     'spec':{'minAvailable':1,'selector':{'matchLabels':{'a':'b'}}}}"""))
            .object();
    cluster
        .client()
        .updateStatus(
            budget.edit(
                json ->
                    json.putObject("status")
                        .put("disruptionsAllowed", 1)
                        .put("currentHealthy", 2)
                        .put("desiredHealthy", 1)
                        .put("expectedPods", 2)));
    evict("p");
    assertThat(cluster.client().find(BuiltInKinds.POD, inDefault("p"))).isEmpty();
    assertThatThrownBy(() -> evict("q"))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> assertThat(e.reason()).isEqualTo(StatusReason.TOO_MANY_REQUESTS))
        .hasMessage("Cannot evict pod as it would violate the pod's disruption budget.");
  }
}

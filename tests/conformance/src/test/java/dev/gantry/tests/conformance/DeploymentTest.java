package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Area("Deployment")
@ExtendWith(SharedCluster.class)
class DeploymentTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String NEW_TEMPLATE =
      "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"generation\":\"next\"}}}}}";
  private static final String BROKEN_TEMPLATE =
      """
      {"spec": {"template": {"spec": {"containers": [
        {"name": "main", "image": "no-such-image:1", "imagePullPolicy": "Never"}]}}}}
      """;

  @Test
  @Behaviour("Deployment should have a working scale subresource")
  void theScaleIsReadWrittenAndPatched(Workspace workspace) {
    var kube = Kube.of(workspace);
    kube.create(deployment(1, Kube.sleeping("web")));
    kube.awaitReadyPods("web", 1);
    var scalable = kube.client().apps().deployments().inNamespace(kube.namespace()).withName("web");

    var scale = scalable.scale();
    assertThat(scale.getSpec().getReplicas()).isEqualTo(1);
    assertThat(scale.getStatus().getSelector()).isEqualTo("app=web");

    scale.getSpec().setReplicas(2);
    scale.getMetadata().setResourceVersion("");
    assertThat(scalable.scale(scale).getSpec().getReplicas()).isEqualTo(2);
    assertThat(scalable.get().getSpec().getReplicas()).isEqualTo(2);

    workspace.run(
        "patch",
        "deployment/web",
        "--subresource=scale",
        "--type=merge",
        "-p",
        "{\"spec\":{\"replicas\":3}}");
    assertThat(scalable.get().getSpec().getReplicas()).isEqualTo(3);
    kube.awaitReadyPods("web", 3);
  }

  @Test
  @Behaviour("RecreateDeployment should delete old pods and create new ones")
  void recreateNeverRunsOldAndNewPodsTogether(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment =
        kube.create(
            new DeploymentBuilder(deployment(2, Kube.sleeping("web")))
                .editSpec()
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .endSpec()
                .build());
    List<String> old = kube.awaitReadyPods("web", 2).stream().map(Kube::uid).toList();
    String stamp =
        kube.client()
            .pods()
            .inNamespace(kube.namespace())
            .list()
            .getMetadata()
            .getResourceVersion();

    try (var changes = Changes.of(kube.client().pods().inNamespace(kube.namespace()), stamp)) {
      kube.at(deployment).patch(MERGE, NEW_TEMPLATE);
      int gone = 0;
      var change = changes.next();
      while (!change.is("ADDED")) {
        if (change.is("DELETED")) {
          assertThat(old).contains(Kube.uid(change.object()));
          gone++;
        }
        change = changes.next();
      }
      assertThat(gone).isEqualTo(2);
    }
    assertThat(kube.awaitReadyPods("web", 2))
        .extracting(Kube::uid)
        .doesNotContainAnyElementsOf(old);
  }

  @Test
  @Behaviour("RollingUpdateDeployment should delete old pods and create new ones")
  void aRollingUpdateAdoptsAndReplacesAllPods(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment = kube.create(deployment(2, Kube.sleeping("web")));
    List<String> old = kube.awaitReadyPods("web", 2).stream().map(Kube::uid).toList();
    ReplicaSet first = replicaSets(kube).getFirst();

    kube.at(deployment).patch(MERGE, NEW_TEMPLATE);
    awaitComplete(kube, deployment);

    List<Pod> pods = kube.awaitReadyPods("web", 2);
    assertThat(pods).extracting(Kube::uid).doesNotContainAnyElementsOf(old);
    ReplicaSet second =
        replicaSets(kube).stream()
            .filter(set -> !Kube.uid(set).equals(Kube.uid(first)))
            .findFirst()
            .orElseThrow();
    assertThat(pods).extracting(Kube::controllerOf).containsOnly(Kube.uid(second));
    assertThat(kube.at(first).get().getSpec().getReplicas()).isZero();
    assertThat(Kube.controllerOf(first)).isEqualTo(Kube.uid(deployment));
  }

  @Test
  @Behaviour("deployment should delete old replica sets")
  void replicaSetsBeyondTheHistoryAreDeleted(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment =
        kube.create(
            new DeploymentBuilder(deployment(1, Kube.sleeping("web")))
                .editSpec()
                .withRevisionHistoryLimit(0)
                .endSpec()
                .build());
    kube.awaitReadyPods("web", 1);
    String first = Kube.uid(replicaSets(kube).getFirst());

    kube.at(deployment).patch(MERGE, NEW_TEMPLATE);

    Kube.awaitAll(
        kube.client().apps().replicaSets().inNamespace(kube.namespace()),
        sets -> sets.size() == 1 && !Kube.uid(sets.getFirst()).equals(first));
  }

  @Test
  @Behaviour("deployment should support proportional scaling")
  void aDeploymentInTheMiddleOfAnUpdateScalesBothSides(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment =
        kube.create(
            new DeploymentBuilder(deployment(4, Kube.sleeping("web")))
                .editSpec()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(2))
                .withMaxUnavailable(new IntOrString(1))
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build());
    kube.awaitReadyPods("web", 4);
    ReplicaSet old = replicaSets(kube).getFirst();

    // An image that never comes: three old pods stay, three new ones wait.
    kube.at(deployment).patch(MERGE, BROKEN_TEMPLATE);
    var sets = kube.client().apps().replicaSets().inNamespace(kube.namespace());
    Kube.awaitAll(sets, all -> sizes(all, old).equals(List.of(3, 3)));
    kube.await(deployment, DeploymentTest::isObserved);

    kube.at(deployment).patch(MERGE, "{\"spec\":{\"replicas\":10}}");

    // Ten and two in surge are shared out as three to three.
    Kube.awaitAll(sets, all -> sizes(all, old).equals(List.of(6, 6)));
  }

  @Test
  @Behaviour("deployment should support rollover")
  void anUpdateThatIsStuckIsTakenOverByTheNext(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment = kube.create(deployment(1, Kube.sleeping("web")));
    String first = Kube.uid(kube.awaitReadyPods("web", 1).getFirst());
    kube.at(deployment).patch(MERGE, BROKEN_TEMPLATE);
    kube.awaitPods("web", pods -> pods.size() == 2);

    kube.edit(
        deployment,
        found ->
            new DeploymentBuilder(found)
                .editSpec()
                .withTemplate(Kube.serving("web"))
                .endSpec()
                .build());

    awaitComplete(kube, deployment);
    Pod pod = kube.awaitReadyPods("web", 1).getFirst();
    assertThat(Kube.uid(pod)).isNotEqualTo(first);
    assertThat(replicaSets(kube))
        .hasSize(3)
        .filteredOn(set -> set.getSpec().getReplicas() > 0)
        .singleElement()
        .satisfies(set -> assertThat(Kube.uid(set)).isEqualTo(Kube.controllerOf(pod)));
  }

  @Test
  @Behaviour("should run the lifecycle of a Deployment")
  void aDeploymentIsCreatedPatchedUpdatedListedAndDeleted(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment = kube.create(deployment(1, Kube.sleeping("web")));
    awaitComplete(kube, deployment);

    kube.at(deployment)
        .patch(
            MERGE, "{\"metadata\":{\"labels\":{\"stage\":\"patched\"}},\"spec\":{\"replicas\":2}}");
    kube.await(
        deployment, found -> Integer.valueOf(2).equals(found.getStatus().getReadyReplicas()));

    kube.edit(
        deployment,
        found ->
            new DeploymentBuilder(found)
                .editMetadata()
                .addToAnnotations("stage", "updated")
                .endMetadata()
                .editSpec()
                .withReplicas(1)
                .endSpec()
                .build());
    awaitComplete(kube, deployment);

    var everywhere =
        kube.client().apps().deployments().inAnyNamespace().withLabel("stage", "patched");
    assertThat(everywhere.list().getItems())
        .filteredOn(found -> found.getMetadata().getNamespace().equals(kube.namespace()))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.getMetadata().getAnnotations()).containsEntry("stage", "updated"));

    kube.client()
        .apps()
        .deployments()
        .inNamespace(kube.namespace())
        .withLabel("stage", "patched")
        .delete();
    kube.awaitGone(deployment);
    kube.awaitPods("web", List::isEmpty);
  }

  @Test
  @Behaviour("should validate Deployment Status endpoints")
  void theStatusIsReadWrittenAndPatched(Workspace workspace) {
    var kube = Kube.of(workspace);
    Deployment deployment = kube.create(deployment(1, Kube.sleeping("web")));
    awaitComplete(kube, deployment);

    Deployment updated =
        kube.editStatus(
            deployment,
            found ->
                new DeploymentBuilder(found)
                    .editSpec()
                    .withReplicas(7)
                    .endSpec()
                    .editStatus()
                    .addNewCondition()
                    .withType("Told")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
    assertThat(updated.getSpec().getReplicas()).isEqualTo(1);
    assertThat(updated.getStatus().getConditions()).extracting("type").contains("Told");

    kube.at(deployment)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"status\":{\"conditions\":[{\"type\":\"Patched\",\"status\":\"True\"}]}}");
    assertThat(kube.at(deployment).get().getStatus().getConditions())
        .extracting("type")
        .contains("Told", "Patched");
  }

  private static List<Integer> sizes(List<ReplicaSet> sets, ReplicaSet old) {
    int before = 0;
    int after = 0;
    for (ReplicaSet set : sets) {
      if (Kube.uid(set).equals(Kube.uid(old))) {
        before += set.getSpec().getReplicas();
      } else {
        after += set.getSpec().getReplicas();
      }
    }
    return List.of(before, after);
  }

  private static List<ReplicaSet> replicaSets(Kube kube) {
    return kube.client().apps().replicaSets().inNamespace(kube.namespace()).list().getItems();
  }

  private static boolean isObserved(Deployment deployment) {
    return Objects.equals(
        deployment.getStatus().getObservedGeneration(), deployment.getMetadata().getGeneration());
  }

  private static void awaitComplete(Kube kube, Deployment deployment) {
    kube.await(
        deployment,
        found -> {
          Integer wanted = found.getSpec().getReplicas();
          var status = found.getStatus();
          return isObserved(found)
              && wanted.equals(status.getReplicas())
              && wanted.equals(status.getUpdatedReplicas())
              && wanted.equals(status.getAvailableReplicas());
        });
  }

  private static Deployment deployment(int replicas, PodTemplateSpec template) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(template.getMetadata().getLabels())
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }
}

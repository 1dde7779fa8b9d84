package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Area("ReplicaSet")
@ExtendWith(SharedCluster.class)
class ReplicaSetTest {
  private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @Test
  @Behaviour("should adopt matching pods on creation and release no longer matching pods")
  void orphansAreAdoptedAndStrangersReleased(Workspace workspace) {
    var kube = Kube.of(workspace);
    Pod orphan = kube.createPod("orphan", Kube.sleeping("rs"));
    kube.awaitReadyPods("rs", 1);
    ReplicaSet set = kube.create(replicaSet("rs", 1, Kube.sleeping("rs")));
    Pod adopted = kube.await(orphan, pod -> !Kube.controllerOf(pod).isEmpty());
    assertThat(Kube.controllerOf(adopted)).isEqualTo(Kube.uid(set));

    kube.at(orphan).patch(STRATEGIC, "{\"metadata\":{\"labels\":{\"app\":\"free\"}}}");

    kube.await(orphan, pod -> Kube.controllerOf(pod).isEmpty());
    Pod next = kube.awaitPods("rs", pods -> pods.size() == 1).getFirst();
    assertThat(Kube.controllerOf(next)).isEqualTo(Kube.uid(set));
  }

  @Test
  @Behaviour("Replace and Patch tests")
  void aReplicaSetIsReplacedAndPatched(Workspace workspace) {
    var kube = Kube.of(workspace);
    ReplicaSet set = kube.create(replicaSet("rs", 1, Kube.sleeping("rs")));
    kube.awaitReadyPods("rs", 1);

    ReplicaSet larger =
        kube.edit(
            set,
            found -> new ReplicaSetBuilder(found).editSpec().withReplicas(2).endSpec().build());
    assertThat(larger.getSpec().getReplicas()).isEqualTo(2);
    kube.awaitReadyPods("rs", 2);

    ReplicaSet patched =
        kube.at(set)
            .patch(
                MERGE,
                """
                {"metadata": {"labels": {"stage": "patched"}},
                 "spec": {"replicas": 3, "template": {"spec": {"terminationGracePeriodSeconds": 0}}}}
                """);
    assertThat(patched.getMetadata().getLabels()).containsEntry("stage", "patched");
    assertThat(patched.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
        .isZero();
    kube.await(set, found -> Integer.valueOf(3).equals(found.getStatus().getReadyReplicas()));
  }

  @Test
  @Behaviour("Replicaset should have a working scale subresource")
  void theScaleIsReadWrittenAndPatched(Workspace workspace) {
    var kube = Kube.of(workspace);
    kube.create(replicaSet("rs", 1, Kube.sleeping("rs")));
    kube.awaitReadyPods("rs", 1);
    var scalable = kube.client().apps().replicaSets().inNamespace(kube.namespace()).withName("rs");

    var scale = scalable.scale();
    assertThat(scale.getSpec().getReplicas()).isEqualTo(1);
    assertThat(scale.getStatus().getSelector()).isEqualTo("app=rs");

    scale.getSpec().setReplicas(2);
    scale.getMetadata().setResourceVersion("");
    assertThat(scalable.scale(scale).getSpec().getReplicas()).isEqualTo(2);
    assertThat(scalable.get().getSpec().getReplicas()).isEqualTo(2);

    workspace.run(
        "patch",
        "rs/rs",
        "--subresource=scale",
        "--type=merge",
        "-p",
        "{\"spec\":{\"replicas\":3}}");
    assertThat(scalable.get().getSpec().getReplicas()).isEqualTo(3);
    kube.awaitReadyPods("rs", 3);
  }

  @Test
  @Behaviour("should list and delete a collection of ReplicaSets")
  void aCollectionIsListedAndDeleted(Workspace workspace) {
    var kube = Kube.of(workspace);
    for (String name : List.of("one", "two", "three")) {
      kube.create(
          new ReplicaSetBuilder(replicaSet(name, 0, Kube.sleeping(name)))
              .editMetadata()
              .addToLabels("set", name.equals("three") ? "kept" : "gone")
              .endMetadata()
              .build());
    }
    var sets = kube.client().apps().replicaSets().inNamespace(kube.namespace());
    assertThat(sets.withLabel("set", "gone").list().getItems()).hasSize(2);

    sets.withLabel("set", "gone").delete();

    Kube.awaitAll(sets.withLabel("set", "gone"), List::isEmpty);
    assertThat(sets.list().getItems()).extracting(Kube::name).containsExactly("three");
  }

  @Test
  @Behaviour("should serve a basic image on each replica with a public image")
  void eachReplicaServes(Workspace workspace) {
    var kube = Kube.of(workspace);
    kube.create(replicaSet("rs", 2, Kube.serving("rs")));
    Serving.assertEachTellsItsName(workspace, kube.awaitReadyPods("rs", 2));
  }

  @Test
  @Behaviour("should validate Replicaset Status endpoints")
  void theStatusIsReadWrittenAndPatched(Workspace workspace) {
    var kube = Kube.of(workspace);
    ReplicaSet set = kube.create(replicaSet("rs", 1, Kube.sleeping("rs")));
    kube.await(set, found -> Integer.valueOf(1).equals(found.getStatus().getAvailableReplicas()));

    ReplicaSet updated =
        kube.editStatus(
            set,
            found ->
                new ReplicaSetBuilder(found)
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
    kube.await(
        set,
        found ->
            found.getStatus().getConditions().stream().anyMatch(c -> c.getType().equals("Told")));

    kube.at(set)
        .subresource("status")
        .patch(MERGE, "{\"status\":{\"conditions\":[{\"type\":\"Patched\",\"status\":\"True\"}]}}");
    assertThat(kube.at(set).get().getStatus().getConditions())
        .extracting("type")
        .containsExactly("Patched");
  }

  private static ReplicaSet replicaSet(String name, int replicas, PodTemplateSpec template) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(name)
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

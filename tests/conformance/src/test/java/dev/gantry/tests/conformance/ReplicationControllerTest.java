package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Area("ReplicationController")
@ExtendWith(SharedCluster.class)
class ReplicationControllerTest {
  private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);

  @Test
  @Behaviour("should adopt matching pods on creation")
  void anOrphanIsAdopted(Workspace workspace) {
    var kube = Kube.of(workspace);
    Pod orphan = kube.createPod("orphan", Kube.sleeping("adopt"));

    ReplicationController rc = kube.create(controller(1, Kube.sleeping("adopt")));

    Pod adopted = kube.await(orphan, pod -> !Kube.controllerOf(pod).isEmpty());
    assertThat(Kube.controllerOf(adopted)).isEqualTo(Kube.uid(rc));
    assertThat(kube.awaitReadyPods("adopt", 1)).extracting(Kube::name).containsExactly("orphan");
  }

  @Test
  @Behaviour("should release no longer matching pods")
  void aPodWhoseLabelsChangeIsReleasedAndReplaced(Workspace workspace) {
    var kube = Kube.of(workspace);
    ReplicationController rc = kube.create(controller(1, Kube.sleeping("release")));
    Pod pod = kube.awaitReadyPods("release", 1).getFirst();

    kube.at(pod).patch(STRATEGIC, "{\"metadata\":{\"labels\":{\"app\":\"free\"}}}");

    kube.await(pod, found -> Kube.controllerOf(found).isEmpty());
    Pod next = kube.awaitPods("release", pods -> pods.size() == 1).getFirst();
    assertThat(Kube.name(next)).isNotEqualTo(Kube.name(pod));
    assertThat(Kube.controllerOf(next)).isEqualTo(Kube.uid(rc));
  }

  @Test
  @Behaviour("should get and update a ReplicationController scale")
  void theScaleIsReadAndWritten(Workspace workspace) {
    var kube = Kube.of(workspace);
    ReplicationController rc = kube.create(controller(1, Kube.sleeping("scale")));
    kube.await(rc, found -> found.getStatus().getReplicas() == 1);
    var scalable =
        kube.client().replicationControllers().inNamespace(kube.namespace()).withName("rc");

    var scale = scalable.scale();
    assertThat(scale.getSpec().getReplicas()).isEqualTo(1);
    assertThat(scale.getStatus().getReplicas()).isEqualTo(1);

    scale.getSpec().setReplicas(2);
    assertThat(scalable.scale(scale).getSpec().getReplicas()).isEqualTo(2);
    assertThat(scalable.get().getSpec().getReplicas()).isEqualTo(2);
    kube.awaitReadyPods("scale", 2);
  }

  @Test
  @Behaviour("should serve a basic image on each replica with a public image")
  void eachReplicaServes(Workspace workspace) {
    var kube = Kube.of(workspace);
    kube.create(controller(2, Kube.serving("serve")));
    List<Pod> pods = kube.awaitReadyPods("serve", 2);
    Serving.assertEachTellsItsName(workspace, pods);
  }

  @Test
  @Behaviour("should test the lifecycle of a ReplicationController")
  void aControllerIsCreatedPatchedUpdatedListedAndDeleted(Workspace workspace) {
    var kube = Kube.of(workspace);
    ReplicationController rc = kube.create(controller(1, Kube.sleeping("life")));
    kube.await(rc, found -> found.getStatus().getReadyReplicas() != null);

    kube.at(rc).patch(STRATEGIC, "{\"metadata\":{\"labels\":{\"stage\":\"patched\"}}}");
    kube.await(rc, found -> "patched".equals(found.getMetadata().getLabels().get("stage")));

    var status =
        kube.at(rc)
            .subresource("status")
            .patch(
                STRATEGIC,
                """
                {"status": {"conditions":
                  [{"type": "Told", "status": "True", "reason": "Test"}]}}
                """);
    assertThat(status.getStatus().getConditions())
        .anyMatch(condition -> condition.getType().equals("Told"));

    kube.at(rc).patch(STRATEGIC, "{\"spec\":{\"replicas\":2}}");
    kube.await(rc, found -> Integer.valueOf(2).equals(found.getStatus().getReadyReplicas()));

    kube.edit(
        rc,
        found ->
            new ReplicationControllerBuilder(found)
                .editMetadata()
                .addToAnnotations("stage", "updated")
                .endMetadata()
                .build());
    var everywhere =
        kube.client().replicationControllers().inAnyNamespace().withLabel("stage", "patched");
    assertThat(everywhere.list().getItems())
        .filteredOn(found -> found.getMetadata().getNamespace().equals(kube.namespace()))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.getMetadata().getAnnotations()).containsEntry("stage", "updated"));

    kube.client()
        .replicationControllers()
        .inNamespace(kube.namespace())
        .withLabel("stage", "patched")
        .delete();
    kube.awaitGone(rc);
  }

  private static ReplicationController controller(int replicas, PodTemplateSpec template) {
    return new ReplicationControllerBuilder()
        .withNewMetadata()
        .withName("rc")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withSelector(template.getMetadata().getLabels())
        .withTemplate(template)
        .endSpec()
        .build();
  }
}

package dev.gantry.kube.controllers;

import static dev.gantry.kube.controllers.Fixture.key;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.kube.objects.BuiltInKinds.REPLICATION_CONTROLLER;
import static dev.gantry.kube.objects.BuiltInKinds.REPLICA_SET;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.TestObjects;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaSetControllerTest {
  private final Fixture fixture = new Fixture();

  @BeforeEach
  void start() {
    fixture.start(
        ReplicaSetController.forReplicaSets(fixture.informers, fixture.timers, fixture.clock));
    fixture.start(
        ReplicaSetController.forReplicationControllers(
            fixture.informers, fixture.timers, fixture.clock));
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private int status(String field) {
    return fixture.get(REPLICA_SET, "web").status().path(field).asInt(0);
  }

  @Test
  void makesThePodsAndCountsThem() {
    fixture.node();
    fixture.cluster.create(Fixture.replicaSet("web", 3));
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(3));
    assertThat(fixture.pods()).hasSize(3);
    assertThat(fixture.pods())
        .allSatisfy(
            pod -> {
              assertThat(pod.name()).startsWith("web-");
              assertThat(pod.controller()).get().matches(owner -> owner.name().equals("web"));
            });
    assertThat(status("replicas")).isEqualTo(3);
    assertThat(status("fullyLabeledReplicas")).isEqualTo(3);
    assertThat(status("readyReplicas")).isEqualTo(3);
    assertThat(status("observedGeneration")).isEqualTo(1);
    eventually(() -> assertThat(fixture.eventMessages("SuccessfulCreate")).hasSize(3));
  }

  @Test
  void makesNoPodTwiceWhileTheNewsIsLate() {
    fixture.cluster.create(Fixture.replicaSet("web", 2));
    eventually(() -> assertThat(status("replicas")).isEqualTo(2));
    fixture.cluster.holdWatches();
    // The change reaches the controller only with the next list, while the pods are still unheard
    // of.
    fixture.cluster.releaseWatches();
    fixture.edit(REPLICA_SET, "web", json -> json.withObject("spec").put("replicas", 20));
    eventually(() -> assertThat(status("replicas")).isEqualTo(20));
    assertThat(fixture.pods()).hasSize(20);
  }

  @Test
  void replacesAPodThatGoesAndScalesDownToNothing() {
    fixture.node();
    fixture.cluster.create(Fixture.replicaSet("web", 2));
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(2));
    KubeObject victim = fixture.pods().getFirst();
    fixture.cluster.remove(POD, victim.key());
    eventually(
        () -> assertThat(fixture.pods()).hasSize(2).noneMatch(p -> p.uid().equals(victim.uid())));
    fixture.edit(REPLICA_SET, "web", json -> json.withObject("spec").put("replicas", 0));
    eventually(() -> assertThat(fixture.pods()).isEmpty());
    eventually(() -> assertThat(status("replicas")).isZero());
  }

  @Test
  void givesUpTheLeastUsefulPods() {
    FakeNode node = fixture.node();
    node.healthy(pod -> !pod.labels().containsKey("sick"));
    fixture.cluster.create(Fixture.replicaSet("web", 1));
    eventually(() -> assertThat(status("readyReplicas")).isEqualTo(1));
    String good = fixture.pods().getFirst().name();
    node.healthy(_ -> false);
    fixture.edit(REPLICA_SET, "web", json -> json.withObject("spec").put("replicas", 4));
    eventually(() -> assertThat(status("replicas")).isEqualTo(4));
    fixture.edit(REPLICA_SET, "web", json -> json.withObject("spec").put("replicas", 1));
    eventually(() -> assertThat(fixture.pods()).extracting(KubeObject::name).containsOnly(good));
  }

  @Test
  void adoptsMatchingPodsOnCreationAndReleasesThoseThatNoLongerMatch() {
    KubeObject orphan = fixture.cluster.create(Fixture.pod("orphan", "web"));
    fixture.cluster.create(Fixture.replicaSet("web", 1));
    eventually(() -> assertThat(fixture.get(POD, "orphan").controller()).isPresent());
    eventually(() -> assertThat(status("replicas")).isEqualTo(1));
    assertThat(fixture.pods()).hasSize(1);

    fixture.edit(
        POD,
        "orphan",
        json -> json.withObject("metadata").withObject("labels").put("app", "other"));
    eventually(() -> assertThat(fixture.get(POD, "orphan").owners()).isEmpty());
    eventually(() -> assertThat(fixture.pods()).hasSize(2));
    assertThat(fixture.get(POD, "orphan").uid()).isEqualTo(orphan.uid());
  }

  @Test
  void aReplicationControllerSelectsByAMapOfLabels() {
    fixture.cluster.create(Fixture.pod("orphan", "web"));
    fixture.cluster.create(
        TestObjects.object(
            """
            {'apiVersion':'v1','kind':'ReplicationController',
             'metadata':{'name':'web','namespace':'d'},
             'spec':{'replicas':2,'selector':{'app':'web'},
              'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[]}}}}"""));
    eventually(
        () ->
            assertThat(
                    fixture.get(REPLICATION_CONTROLLER, "web").status().path("replicas").asInt(0))
                .isEqualTo(2));
    assertThat(fixture.pods()).hasSize(2).allMatch(pod -> pod.controller().isPresent());
    assertThat(fixture.get(REPLICATION_CONTROLLER, "web").status().has("terminatingReplicas"))
        .isFalse();
  }

  @Test
  void saysWhyPodsCannotBeMadeAndRecovers() {
    fixture.cluster.refuse(
        call ->
            call.verb().equals("create") && call.kind().equals(POD) && fixture.pods().size() >= 2
                ? Optional.of(StatusException.forbidden("", "pods", "web-x", "exceeded quota: q"))
                : Optional.empty());
    fixture.cluster.create(Fixture.replicaSet("web", 5));
    eventually(
        () ->
            assertThat(Conditions.find(fixture.get(REPLICA_SET, "web"), "ReplicaFailure"))
                .get()
                .satisfies(
                    condition -> {
                      assertThat(condition.path("reason").asString("")).isEqualTo("FailedCreate");
                      assertThat(condition.path("message").asString("")).contains("exceeded quota");
                    }));
    eventually(() -> assertThat(fixture.eventMessages("FailedCreate")).isNotEmpty());
    fixture.edit(REPLICA_SET, "web", json -> json.withObject("spec").put("replicas", 2));
    eventually(
        () ->
            assertThat(Conditions.find(fixture.get(REPLICA_SET, "web"), "ReplicaFailure"))
                .isEmpty());
  }

  @Test
  void aPodIsAvailableOnlyAfterItWasReadyForLongEnough() {
    fixture.node();
    fixture.cluster.create(
        Fixture.replicaSet("web", 1)
            .edit(json -> json.withObject("spec").put("minReadySeconds", 2)));
    eventually(() -> assertThat(status("readyReplicas")).isEqualTo(1));
    assertThat(status("availableReplicas")).isZero();
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(1));
  }

  @Test
  void aSetThatIsBeingDeletedMakesNoPods() {
    fixture.cluster.create(
        Fixture.replicaSet("web", 0)
            .edit(json -> json.withObject("metadata").putArray("finalizers").add("x/y")));
    eventually(() -> assertThat(status("observedGeneration")).isEqualTo(1));
    fixture.cluster.delete(REPLICA_SET, key("web"), dev.gantry.kube.client.DeleteOptions.DEFAULT);
    fixture.edit(REPLICA_SET, "web", json -> json.withObject("spec").put("replicas", 3));
    eventually(() -> assertThat(status("observedGeneration")).isEqualTo(2));
    assertThat(fixture.pods()).isEmpty();
  }
}

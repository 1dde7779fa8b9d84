package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.DEPLOYMENT;
import static dev.gantry.kube.objects.BuiltInKinds.REPLICA_SET;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DeploymentControllerTest {
  private final Fixture fixture = new Fixture();

  @BeforeEach
  void start() {
    fixture.start(
        ReplicaSetController.forReplicaSets(fixture.informers, fixture.timers, fixture.clock));
    fixture.start(new DeploymentController(fixture.informers, fixture.timers, fixture.clock));
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private int status(String field) {
    return fixture.deployment().status().path(field).asInt(0);
  }

  private void spec(Consumer<ObjectNode> change) {
    fixture.edit(DEPLOYMENT, "web", json -> change.accept(json.withObject("spec")));
  }

  private void image(String image) {
    spec(spec -> ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", image));
  }

  private void complete(int replicas, int revision) {
    eventually(
        () -> {
          KubeObject deployment = fixture.deployment();
          assertThat(deployment.status().path("observedGeneration").asLong(0))
              .isEqualTo(deployment.generation());
          assertThat(status("replicas")).isEqualTo(replicas);
          assertThat(status("updatedReplicas")).isEqualTo(replicas);
          assertThat(status("availableReplicas")).isEqualTo(replicas);
          assertThat(deployment.annotations())
              .containsEntry(Revisions.REVISION, Integer.toString(revision));
          assertThat(progressReason()).isEqualTo("NewReplicaSetAvailable");
        });
  }

  private String progressReason() {
    return Conditions.find(fixture.deployment(), "Progressing")
        .map(c -> c.path("reason").asString(""))
        .orElse("");
  }

  private void create(int replicas) {
    fixture.cluster.create(
        Fixture.deployment("web", replicas, "web:1")
            .edit(json -> json.withObject("spec").put("progressDeadlineSeconds", 600)));
  }

  @Test
  void makesAReplicaSetNamedByTheTemplate() {
    fixture.node();
    create(3);
    complete(3, 1);
    KubeObject set = fixture.sets().getFirst();
    String hash = set.labels().getOrDefault("pod-template-hash", "");
    assertThat(set.name()).isEqualTo("web-" + hash);
    assertThat(hash).matches("[bcdfghjklmnpqrstvwxz2456789]{1,10}");
    assertThat(set.at("spec", "selector", "matchLabels", "pod-template-hash").asString(""))
        .isEqualTo(hash);
    assertThat(set.annotations())
        .containsEntry(Revisions.REVISION, "1")
        .containsEntry(Revisions.DESIRED, "3")
        .containsEntry(Revisions.MAX, "4");
    assertThat(Conditions.find(fixture.deployment(), "Available"))
        .get()
        .satisfies(
            c -> {
              assertThat(c.path("reason").asString("")).isEqualTo("MinimumReplicasAvailable");
              assertThat(c.path("message").asString(""))
                  .isEqualTo("Deployment has minimum availability.");
            });
    assertThat(
            Conditions.find(fixture.deployment(), "Progressing")
                .map(c -> c.path("message").asString("")))
        .contains("ReplicaSet \"%s\" has successfully progressed.".formatted(set.name()));
    eventually(
        () ->
            assertThat(fixture.eventMessages("ScalingReplicaSet"))
                .containsExactly("Scaled up replica set %s from 0 to 3".formatted(set.name())));
  }

  @Test
  void rollsWithinItsBoundsAndBackToTheOldSet() {
    fixture.node();
    create(4);
    complete(4, 1);
    KubeObject first = fixture.sets().getFirst();
    image("web:2");
    complete(4, 2);
    assertThat(fixture.sets()).hasSize(2);
    assertThat(Rollout.replicas(fixture.get(REPLICA_SET, first.name()))).isZero();

    image("web:1");
    complete(4, 3);
    assertThat(fixture.sets()).hasSize(2);
    assertThat(fixture.get(REPLICA_SET, first.name()).annotations())
        .containsEntry(Revisions.REVISION, "3")
        .containsEntry("deployment.kubernetes.io/revision-history", "1");
  }

  @Test
  void aBrokenRollOutKeepsTheOldPodsAndIsReplacedByTheNext() {
    FakeNode node = fixture.node();
    node.healthy(pod -> !image(pod).equals("broken"));
    create(4);
    complete(4, 1);
    image("broken");
    eventually(() -> assertThat(status("updatedReplicas")).isEqualTo(2));
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(3));
    eventually(() -> assertThat(status("replicas")).isEqualTo(5));
    image("web:3");
    complete(4, 3);
  }

  private static String image(KubeObject pod) {
    return pod.spec().path("containers").path(0).path("image").asString("");
  }

  @Test
  void sharesOutANewNumberInTheMiddleOfARollOut() {
    FakeNode node = fixture.node();
    node.healthy(pod -> !image(pod).equals("broken"));
    fixture.cluster.create(
        Fixture.deployment("web", 10, "web:1")
            .edit(
                json -> {
                  ObjectNode strategy = json.withObject("spec").putObject("strategy");
                  strategy.put("type", "RollingUpdate");
                  strategy.putObject("rollingUpdate").put("maxSurge", 3).put("maxUnavailable", 2);
                }));
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(10));
    image("broken");
    eventually(() -> assertThat(status("updatedReplicas")).isEqualTo(5));
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(8));
    spec(spec -> spec.put("replicas", 30));
    eventually(
        () ->
            assertThat(fixture.sets())
                .extracting(Rollout::replicas)
                .containsExactlyInAnyOrder(20, 13));
  }

  @Test
  void recreateEndsTheOldPodsBeforeItMakesNewOnes() {
    FakeNode node = fixture.node();
    fixture.cluster.create(
        Fixture.deployment("web", 2, "web:1")
            .edit(
                json -> {
                  json.withObject("spec").put("progressDeadlineSeconds", 600);
                  json.withObject("spec").putObject("strategy").put("type", "Recreate");
                }));
    complete(2, 1);
    node.keepDying(true);
    image("web:2");
    eventually(() -> assertThat(fixture.pods()).hasSize(2).allMatch(KubeObject::isBeingDeleted));
    assertThat(fixture.sets()).hasSize(1);
    node.keepDying(false);
    complete(2, 2);
  }

  @Test
  void aPausedDeploymentScalesButDoesNotRoll() {
    fixture.node();
    create(2);
    complete(2, 1);
    spec(spec -> spec.put("paused", true));
    eventually(() -> assertThat(progressReason()).isEqualTo("DeploymentPaused"));
    image("web:2");
    spec(spec -> spec.put("replicas", 3));
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(3));
    assertThat(fixture.sets()).hasSize(1);
    spec(spec -> spec.put("paused", false));
    complete(3, 2);
  }

  @Test
  void forgetsTheOldestRevisions() {
    fixture.node();
    create(1);
    spec(spec -> spec.put("revisionHistoryLimit", 1));
    complete(1, 1);
    for (int revision = 2; revision <= 4; revision++) {
      image("web:" + revision);
      complete(1, revision);
    }
    eventually(() -> assertThat(fixture.sets()).hasSize(2));
    assertThat(fixture.sets()).extracting(Revisions::of).containsExactlyInAnyOrder(3L, 4L);
  }

  @Test
  void saysThatItMakesNoProgressOnceTheDeadlineHasPassed() {
    fixture.node().healthy(_ -> false);
    fixture.cluster.create(
        Fixture.deployment("web", 1, "web:1")
            .edit(json -> json.withObject("spec").put("progressDeadlineSeconds", 1)));
    eventually(() -> assertThat(progressReason()).isEqualTo("ProgressDeadlineExceeded"));
    assertThat(Conditions.status(fixture.deployment(), "Progressing")).isEqualTo("False");
    assertThat(Conditions.status(fixture.deployment(), "Available")).isEqualTo("False");
  }

  @Test
  void aNameTakenBySomethingElseIsAvoided() {
    fixture.node();
    KubeObject wanted = Fixture.deployment("web", 1, "web:1");
    String hash = TemplateHash.of(wanted.spec().path("template"), 0);
    fixture.cluster.create(
        Fixture.replicaSet("web-" + hash, 0)
            .edit(
                json ->
                    json.withObject("spec")
                        .withObject("selector")
                        .withObject("matchLabels")
                        .put("app", "other")));
    fixture.cluster.create(wanted);
    eventually(() -> assertThat(status("availableReplicas")).isEqualTo(1));
    assertThat(status("collisionCount")).isEqualTo(1);
    assertThat(fixture.sets()).hasSize(2);
  }

  @Test
  void adoptsAnOrphanedSetOfItsTemplate() {
    fixture.node();
    create(2);
    complete(2, 1);
    KubeObject set = fixture.sets().getFirst();
    fixture.edit(
        REPLICA_SET, set.name(), json -> json.withObject("metadata").remove("ownerReferences"));
    eventually(() -> assertThat(fixture.get(REPLICA_SET, set.name()).controller()).isPresent());
    assertThat(fixture.sets()).hasSize(1);
  }
}

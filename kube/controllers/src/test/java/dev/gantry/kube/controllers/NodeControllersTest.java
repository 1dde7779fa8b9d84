package dev.gantry.kube.controllers;

import static dev.gantry.kube.controllers.Fixture.key;
import static dev.gantry.kube.objects.BuiltInKinds.EVENT;
import static dev.gantry.kube.objects.BuiltInKinds.LEASE;
import static dev.gantry.kube.objects.BuiltInKinds.NODE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.TestObjects;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class NodeControllersTest {
  private static final ObjectKey N1 = ObjectKey.clusterScoped("n1");

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private void node(String ready) {
    fixture.cluster.create(
        TestObjects.object(
            """
            {'apiVersion':'v1','kind':'Node','metadata':{'name':'n1'},'spec':{},
             'status':{'conditions':[{'type':'Ready','status':'%s'}]}}"""
                .formatted(ready)));
  }

  private void pod(String name, String tolerations) {
    fixture.cluster.create(
        Fixture.pod(name, "web")
            .edit(
                json -> {
                  ObjectNode spec = json.withObject("spec");
                  spec.put("nodeName", "n1");
                  ArrayNode list = spec.putArray("tolerations");
                  if (!tolerations.isEmpty()) {
                    list.add(TestObjects.tree(tolerations));
                  }
                  json.withObject("status")
                      .putArray("conditions")
                      .addObject()
                      .put("type", "Ready")
                      .put("status", "True");
                }));
  }

  private List<String> taints() {
    return fixture
        .cluster
        .get(NODE, N1)
        .spec()
        .path("taints")
        .valueStream()
        .map(taint -> taint.path("key").asString("") + ":" + taint.path("effect").asString(""))
        .toList();
  }

  private void watchNodes(Duration patience) {
    fixture.start(new NodeLifecycle(fixture.informers, patience, fixture.timers, fixture.clock));
  }

  @Test
  void conditionsBecomeTaintsAndGoWithThem() {
    watchNodes(Duration.ofMinutes(1));
    node("False");
    eventually(
        () ->
            assertThat(taints())
                .containsExactlyInAnyOrder(
                    "node.kubernetes.io/not-ready:NoSchedule",
                    "node.kubernetes.io/not-ready:NoExecute"));
    fixture.cluster.edit(
        NODE,
        N1,
        node ->
            node.edit(
                json -> {
                  json.withObject("spec").put("unschedulable", true);
                  json.withObject("spec")
                      .withArray("taints")
                      .addObject()
                      .put("key", "mine")
                      .put("effect", "NoSchedule");
                  ((ObjectNode) json.at("/status/conditions/0")).put("status", "True");
                }));
    eventually(
        () ->
            assertThat(taints())
                .containsExactlyInAnyOrder(
                    "mine:NoSchedule", "node.kubernetes.io/unschedulable:NoSchedule"));
  }

  @Test
  void aSilentNodeIsUnknownUntilItIsHeardOfAgain() {
    watchNodes(Duration.ofMillis(500));
    node("True");
    pod("web", "");
    eventually(
        () ->
            assertThat(Conditions.status(fixture.cluster.get(NODE, N1), "Ready"))
                .isEqualTo("Unknown"));
    eventually(() -> assertThat(taints()).contains("node.kubernetes.io/unreachable:NoExecute"));
    eventually(
        () -> assertThat(Conditions.status(fixture.get(POD, "web"), "Ready")).isEqualTo("False"));
    eventually(() -> assertThat(fixture.eventMessages("NodeNotReady")).hasSize(2));
  }

  @Test
  void aRenewedLeaseKeepsANodeKnown() throws InterruptedException {
    watchNodes(Duration.ofSeconds(3));
    node("True");
    ObjectKey lease = new ObjectKey(NodeLifecycle.LEASES, "n1");
    fixture.cluster.create(KubeObject.named(LEASE, lease));
    for (int i = 0; i < 8; i++) {
      fixture.cluster.edit(
          LEASE,
          lease,
          object ->
              object.edit(
                  json ->
                      json.withObject("spec").put("renewTime", KubeTimes.micros(Instant.now()))));
      Thread.sleep(500);
    }
    assertThat(Conditions.status(fixture.cluster.get(NODE, N1), "Ready")).isEqualTo("True");
  }

  @Test
  void podsLeaveATaintedNodeAccordingToTheirTolerations() {
    fixture.start(new TaintEviction(fixture.informers, fixture.timers, fixture.clock));
    node("True");
    pod("intolerant", "");
    pod("patient", "{'key':'k','operator':'Exists','tolerationSeconds':3600}");
    pod("brief", "{'key':'k','operator':'Exists','effect':'NoExecute','tolerationSeconds':1}");
    pod("stoic", "{'operator':'Exists'}");
    fixture.cluster.edit(
        NODE,
        N1,
        node ->
            node.edit(
                json ->
                    json.withObject("spec")
                        .putArray("taints")
                        .addObject()
                        .put("key", "k")
                        .put("effect", "NoExecute")));
    for (String name : new String[] {"intolerant", "brief"}) {
      eventually(() -> assertThat(fixture.get(POD, name).isBeingDeleted()).isTrue());
      assertThat(Conditions.isTrue(fixture.get(POD, name), "DisruptionTarget")).isTrue();
    }
    for (String name : new String[] {"patient", "stoic"}) {
      assertThat(fixture.get(POD, name).isBeingDeleted()).isFalse();
    }
  }

  @Test
  void podsOfANodeThatIsGoneAreRemoved() {
    fixture.start(
        new PodCollector(
            fixture.informers, 100, Duration.ofMillis(200), fixture.timers, fixture.clock));
    node("True");
    pod("web", "");
    eventually(() -> assertThat(fixture.informers.of(POD).list()).hasSize(1));
    fixture.cluster.remove(NODE, N1);
    eventually(() -> assertThat(fixture.pods()).isEmpty());
  }

  @Test
  void onlySoManyEndedPodsAreKept() {
    fixture.start(
        new PodCollector(
            fixture.informers, 2, Duration.ofMinutes(1), fixture.timers, fixture.clock));
    for (int i = 0; i < 4; i++) {
      fixture.cluster.create(
          Fixture.pod("p" + i, "web")
              .edit(json -> json.putObject("status").put("phase", "Succeeded")));
    }
    eventually(() -> assertThat(fixture.pods()).hasSize(2));
  }

  @Test
  void eventsGoWhenTheirTimeIsOver() {
    fixture.start(
        new EventExpiry(fixture.informers, Duration.ofSeconds(1), fixture.timers, fixture.clock));
    for (String name : new String[] {"a", "b"}) {
      fixture.cluster.create(KubeObject.named(EVENT, key(name)));
    }
    assertThat(fixture.cluster.all(EVENT)).hasSize(2);
    eventually(() -> assertThat(fixture.cluster.all(EVENT)).isEmpty());
    fixture.cluster.create(KubeObject.named(EVENT, key("c")));
    eventually(() -> assertThat(fixture.cluster.all(EVENT)).isEmpty());
  }
}

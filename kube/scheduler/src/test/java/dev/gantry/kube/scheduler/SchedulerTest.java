package dev.gantry.kube.scheduler;

import static dev.gantry.kube.objects.BuiltInKinds.EVENT;
import static dev.gantry.kube.objects.BuiltInKinds.NODE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.FakeCluster;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.TestObjects;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SchedulerTest {
  private final FakeCluster cluster = new FakeCluster();
  private final Informers informers = new Informers(cluster);
  private final Timers timers = new Timers("test");
  private final Scheduler scheduler = Scheduler.start(informers, timers, InstantSource.system());

  @AfterEach
  void close() {
    scheduler.close();
    informers.close();
    timers.close();
  }

  private void node(String name, int cpus) {
    cluster.create(
        TestObjects.object(
            """
            {'apiVersion':'v1','kind':'Node','metadata':{'name':'%s','labels':{'host':'%s'}},
             'spec':{},'status':{'allocatable':{'cpu':'%d','memory':'4Gi','pods':'110'}}}"""
                .formatted(name, name, cpus)));
  }

  private KubeObject pod(String name, String cpu) {
    return TestObjects.object(
        """
        {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'d'},
         'spec':{'schedulerName':'default-scheduler','containers':[{'name':'c','image':'i',
          'resources':{'requests':{'cpu':'%s'}}}]}}"""
            .formatted(name, cpu));
  }

  private String nodeOf(String name) {
    return cluster.get(POD, new ObjectKey("d", name)).spec().path("nodeName").asString("");
  }

  private void isOn(String name, String node) {
    eventually(() -> assertThat(nodeOf(name)).isEqualTo(node));
  }

  private String verdict(String name) {
    return Conditions.find(cluster.get(POD, new ObjectKey("d", name)), "PodScheduled")
        .map(c -> c.path("reason").asString("") + ": " + c.path("message").asString(""))
        .orElse("");
  }

  private List<String> events(String reason) {
    return cluster.all(EVENT).stream()
        .filter(event -> event.at("reason").asString("").equals(reason))
        .map(event -> event.at("message").asString(""))
        .toList();
  }

  @Test
  void bindsAPodAndTellsSo() {
    node("n1", 2);
    cluster.create(pod("web", "100m"));
    isOn("web", "n1");
    eventually(
        () -> assertThat(events("Scheduled")).containsExactly("Successfully assigned d/web to n1"));
  }

  @Test
  void saysWhyThereIsNoPlaceAndTriesAgainWhenThereIs() {
    node("n1", 2);
    cluster.create(pod("big", "1500m"));
    isOn("big", "n1");
    cluster.create(pod("more", "1"));
    String message =
        "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: "
            + "1 No preemption victims found for incoming pod.";
    eventually(() -> assertThat(verdict("more")).isEqualTo("Unschedulable: " + message));
    eventually(() -> assertThat(events("FailedScheduling")).contains(message));
    cluster.remove(POD, new ObjectKey("d", "big"));
    isOn("more", "n1");
  }

  @Test
  void neverOverbooksWhileNewsIsLate() {
    node("n1", 1);
    eventually(() -> assertThat(informers.of(NODE).list()).hasSize(1));
    for (int i = 0; i < 6; i++) {
      cluster.create(pod("p" + i, "250m"));
    }
    eventually(
        () -> assertThat(cluster.all(POD)).filteredOn(p -> p.spec().has("nodeName")).hasSize(4));
    eventually(
        () ->
            assertThat(cluster.all(POD))
                .filteredOn(p -> !p.spec().has("nodeName"))
                .allMatch(p -> Conditions.status(p, "PodScheduled").equals("False")));
  }

  @Test
  void leavesOtherSchedulersPodsAndGatedOnesAlone() {
    node("n1", 2);
    cluster.create(
        pod("other", "1").edit(json -> json.withObject("spec").put("schedulerName", "mine")));
    KubeObject gated =
        cluster.create(
            pod("gated", "1")
                .edit(
                    json ->
                        json.withObject("spec")
                            .putArray("schedulingGates")
                            .addObject()
                            .put("name", "x/y")));
    eventually(() -> assertThat(verdict("gated")).startsWith("SchedulingGated"));
    cluster.edit(
        POD,
        gated.key(),
        pod -> pod.edit(json -> json.withObject("spec").remove("schedulingGates")));
    isOn("gated", "n1");
    assertThat(nodeOf("other")).isEmpty();
  }

  @Test
  void waitsForAnUncordonedNode() {
    node("n1", 2);
    cluster.edit(
        NODE,
        ObjectKey.clusterScoped("n1"),
        node -> node.edit(json -> json.withObject("spec").put("unschedulable", true)));
    cluster.create(pod("web", "1"));
    eventually(
        () ->
            assertThat(verdict("web"))
                .isEqualTo(
                    "Unschedulable: 0/1 nodes are available: 1 node(s) were unschedulable. "
                        + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for "
                        + "scheduling."));
    cluster.edit(
        NODE,
        ObjectKey.clusterScoped("n1"),
        node -> node.edit(json -> json.withObject("spec").remove("unschedulable")));
    isOn("web", "n1");
  }

  @Test
  void aRefusedBindingIsTriedAgain() {
    var refusals = new AtomicInteger(1);
    cluster.refuse(
        call ->
            call.subresource().equals("binding") && refusals.getAndDecrement() > 0
                ? Optional.of(dev.gantry.kube.objects.StatusException.internal("down"))
                : Optional.empty());
    node("n1", 1);
    cluster.create(pod("web", "1"));
    isOn("web", "n1");
  }

  @Test
  void makesRoomForAnImportantPodAtTheCostOfTheLeast() {
    node("n1", 2);
    cluster.create(pod("low", "1"));
    isOn("low", "n1");
    cluster.create(pod("middle", "1").edit(json -> json.withObject("spec").put("priority", 5)));
    isOn("middle", "n1");
    cluster.create(pod("high", "1").edit(json -> json.withObject("spec").put("priority", 10)));
    ObjectKey low = new ObjectKey("d", "low");
    eventually(() -> assertThat(cluster.get(POD, low).isBeingDeleted()).isTrue());
    assertThat(Conditions.isTrue(cluster.get(POD, low), "DisruptionTarget")).isTrue();
    JsonNode status = cluster.get(POD, new ObjectKey("d", "high")).status();
    assertThat(status.path("nominatedNodeName").asString("")).isEqualTo("n1");
    cluster.remove(POD, low);
    isOn("high", "n1");
    assertThat(nodeOf("middle")).isEqualTo("n1");
  }

  @Test
  void spreadsPodsOverTheEmptierNodes() {
    node("n1", 4);
    node("n2", 4);
    eventually(() -> assertThat(informers.of(NODE).list()).hasSize(2));
    for (int i = 0; i < 4; i++) {
      String name = "p" + i;
      cluster.create(pod(name, "500m"));
      eventually(() -> assertThat(nodeOf(name)).isNotEmpty());
    }
    assertThat(cluster.all(POD).stream().filter(pod -> NodeCache.node(pod).equals("n1")))
        .hasSize(2);
  }
}

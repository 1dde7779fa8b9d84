package dev.gantry.kube.client;

import static dev.gantry.kube.client.TestObjects.object;
import static dev.gantry.kube.client.TestObjects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeClusterTest {
  private static final ObjectKey WEB = new ObjectKey("default", "web");

  private final FakeCluster cluster = new FakeCluster();

  private KubeObject pod() {
    return cluster.create(
        object(
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web','namespace':'default',"
                + "'labels':{'app':'web'}},'spec':{'nodeName':'n1'}}"));
  }

  @Test
  void aWriteAtAnOldVersionIsAConflict() {
    KubeObject pod = pod();
    cluster.update(
        pod.edit(json -> json.withObject("metadata").withObject("labels").put("a", "b")));
    assertThatExceptionOfType(StatusException.class)
        .isThrownBy(() -> cluster.update(pod))
        .matches(StatusException::isConflict);
  }

  @Test
  void theMainResourceKeepsTheStatusAndTheSubresourceTheSpec() {
    KubeObject pod = pod();
    KubeObject wanted =
        pod.edit(
            json -> {
              json.withObject("spec").put("x", 1);
              json.withObject("status").put("phase", "Running");
            });
    assertThat(cluster.updateStatus(wanted).spec().has("x")).isFalse();
    assertThat(cluster.get(BuiltInKinds.POD, WEB).status().path("phase").asString(""))
        .isEqualTo("Running");
  }

  @Test
  void aRunningPodIsGivenItsGracePeriod() {
    pod();
    cluster.delete(BuiltInKinds.POD, WEB, DeleteOptions.DEFAULT);
    KubeObject dying = cluster.get(BuiltInKinds.POD, WEB);
    assertThat(dying.isBeingDeleted()).isTrue();
    assertThat(dying.metadata().path("deletionGracePeriodSeconds").asInt(0)).isEqualTo(30);
    cluster.delete(BuiltInKinds.POD, WEB, DeleteOptions.DEFAULT.grace(0));
    assertThat(cluster.find(BuiltInKinds.POD, WEB)).isEmpty();
  }

  @Test
  void aFinalizerHoldsAnObjectUntilItIsTakenAway() {
    KubeObject made =
        cluster.create(
            object(
                "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','namespace':'d',"
                    + "'finalizers':['x/y']}}"));
    cluster.delete(BuiltInKinds.CONFIG_MAP, made.key(), DeleteOptions.DEFAULT);
    cluster.patch(
        BuiltInKinds.CONFIG_MAP,
        made.key(),
        "",
        PatchType.MERGE,
        tree("{'metadata':{'finalizers':null}}"));
    assertThat(cluster.all(BuiltInKinds.CONFIG_MAP)).isEmpty();
  }

  @Test
  void anObjectThatLeavesTheSelectionIsDeletedForTheWatch() throws InterruptedException {
    KubeObject pod = pod();
    try (ObjectWatch watch =
        cluster.watch(BuiltInKinds.POD, ListOptions.ALL.labels("app=web"), pod.resourceVersion())) {
      cluster.patch(
          BuiltInKinds.POD,
          WEB,
          "",
          PatchType.STRATEGIC_MERGE,
          tree("{'metadata':{'labels':{'app':'other'}}}"));
      assertThat(watch.next(Duration.ofSeconds(5)))
          .singleElement()
          .isInstanceOf(ObjectEvent.Deleted.class);
    }
  }

  @Test
  void strategicMergeKeepsTheOtherConditions() {
    pod();
    for (String type : new String[] {"A", "B", "A"}) {
      cluster.patch(
          BuiltInKinds.POD,
          WEB,
          "status",
          PatchType.STRATEGIC_MERGE,
          tree("{'status':{'conditions':[{'type':'%s','status':'True'}]}}".formatted(type)));
    }
    assertThat(cluster.get(BuiltInKinds.POD, WEB).status().path("conditions").size()).isEqualTo(2);
  }
}

package dev.gantry.kube.client;

import static dev.gantry.kube.client.TestObjects.object;
import static dev.gantry.kube.objects.BuiltInKinds.CONFIG_MAP;
import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InformerTest {
  private final FakeCluster cluster = new FakeCluster();
  private final Informers informers = new Informers(cluster);

  @AfterEach
  void close() {
    informers.close();
    assertThat(cluster.watches()).isZero();
  }

  private static KubeObject map(String name) {
    return object(
        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'NAME','namespace':'d',"
                .replace("NAME", name)
            + "'ownerReferences':[{'uid':'u1','controller':true}]}}");
  }

  private Informer synced() throws InterruptedException {
    Informer informer = informers.of(CONFIG_MAP);
    informer.waitForSync();
    return informer;
  }

  @Test
  void showsWhatWasThereAndWhatComes() throws InterruptedException {
    cluster.create(map("a"));
    Informer informer = synced();
    assertThat(informer.find(new ObjectKey("d", "a"))).isPresent();
    cluster.create(map("b"));
    eventually(() -> assertThat(informer.by(Index.CONTROLLER, "u1")).hasSize(2));
    cluster.remove(CONFIG_MAP, new ObjectKey("d", "a"));
    eventually(() -> assertThat(informer.by(Index.NAMESPACE, "d")).hasSize(1));
  }

  @Test
  void ourOwnWritesShowBeforeTheWatchTellsAndAreToldOnce() throws InterruptedException {
    Informer informer = synced();
    List<Change> changes = new CopyOnWriteArrayList<>();
    informer.listen(changes::add);
    cluster.holdWatches();
    KubeObject made = informers.client().create(map("a"));
    assertThat(informer.find(made.key())).contains(made);
    cluster.releaseWatches();
    cluster.create(map("last"));
    eventually(() -> assertThat(informer.list()).hasSize(2));
    assertThat(changes).hasSize(2).allMatch(Change::isAppearance);
  }

  @Test
  void anOldResultOfOursDoesNotBringBackWhatIsGone() throws InterruptedException {
    Informer informer = synced();
    KubeObject made = cluster.create(map("a"));
    cluster.remove(CONFIG_MAP, made.key());
    cluster.create(map("last"));
    eventually(() -> assertThat(informer.list()).hasSize(1));
    informer.wrote(made);
    assertThat(informer.list()).hasSize(1);
  }

  @Test
  void anAcknowledgedDeletionShowsThroughLateNewsOfTheObject() throws InterruptedException {
    Informer informer = synced();
    KubeObject made = informers.client().create(map("a"));
    cluster.holdWatches();
    cluster.edit(
        CONFIG_MAP,
        made.key(),
        object ->
            object.edit(json -> json.withObject("metadata").putArray("finalizers").add("x/y")));
    informers.client().delete(CONFIG_MAP, made.key(), DeleteOptions.DEFAULT.onlyUid(made.uid()));
    assertThat(informer.find(made.key())).get().matches(KubeObject::isBeingDeleted);
    cluster.releaseWatches();
    eventually(
        () -> assertThat(informer.find(made.key())).get().matches(o -> !o.finalizers().isEmpty()));
    assertThat(informer.find(made.key())).get().matches(KubeObject::isBeingDeleted);
  }

  @Test
  void listsAgainAfterATornWatchAndTellsTheDifference() throws InterruptedException {
    cluster.create(map("a"));
    Informer informer = synced();
    List<Change> changes = new CopyOnWriteArrayList<>();
    informer.listen(changes::add);
    cluster.holdWatches();
    cluster.remove(CONFIG_MAP, new ObjectKey("d", "a"));
    cluster.create(map("b"));
    cluster.expireWatches();
    eventually(() -> assertThat(informer.find(new ObjectKey("d", "b"))).isPresent());
    assertThat(changes).extracting(change -> change.key().name()).containsExactly("a", "a", "b");
    assertThat(changes.get(1).isDisappearance()).isTrue();
  }

  @Test
  void anObjectThatMerelyChangesIsFoundAllTheTime() throws InterruptedException {
    Informer informer = synced();
    KubeObject made = informers.client().create(map("a"));
    for (int i = 0; i < 2000; i++) {
      int count = i;
      cluster.edit(
          CONFIG_MAP,
          made.key(),
          object -> object.edit(json -> json.withObject("data").put("count", count)));
      assertThat(informer.by(Index.NAMESPACE, "d")).hasSize(1);
    }
  }
}

package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.ADMIN;
import static dev.gantry.kube.api.TestApi.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @RegisterExtension final TestApi cluster = new TestApi();

  private WatchStream watch(String labels, String version) {
    return cluster
        .api()
        .watch(
            ADMIN,
            cluster.kind(BuiltInKinds.CONFIG_MAP),
            WatchQuery.after(ListOptions.in("default").labels(labels), version));
  }

  private static List<String> take(WatchStream stream, int count) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    while (seen.size() < count) {
      List<WatchEvent> events = stream.next(PATIENCE);
      assertThat(events).as("events after %s", seen).isNotEmpty();
      events.forEach(event -> seen.add(event.type() + " " + event.object().object().name()));
    }
    return seen;
  }

  private static KubeObject labelled(String name, String value) {
    return configMap(name, "1")
        .edit(json -> json.withObject("/metadata").putObject("labels").put("x", value));
  }

  @Test
  void reportsChangesAfterAVersionInOrder() throws InterruptedException {
    KubeObject first = cluster.create(configMap("a", "1")).object();
    cluster.update(configMap("a", "2"));
    cluster.create(configMap("b", "1"));
    cluster.delete(BuiltInKinds.CONFIG_MAP, "a", DeleteOptions.DEFAULT);
    try (WatchStream stream = watch("", first.resourceVersion())) {
      assertThat(take(stream, 3)).containsExactly("MODIFIED a", "ADDED b", "DELETED a");
      cluster.create(configMap("c", "1"));
      assertThat(take(stream, 1)).containsExactly("ADDED c");
    }
  }

  @Test
  void beginsWithWhatThereIsWhenNoVersionIsGiven() throws InterruptedException {
    cluster.create(configMap("a", "1"));
    for (String version : List.of("", "0")) {
      try (WatchStream stream = watch("", version)) {
        assertThat(take(stream, 1)).containsExactly("ADDED a");
      }
    }
  }

  @Test
  void aDeletionCarriesItsOwnVersion() throws InterruptedException {
    KubeObject object = cluster.create(configMap("a", "1")).object();
    try (WatchStream stream = watch("", object.resourceVersion())) {
      cluster.delete(BuiltInKinds.CONFIG_MAP, "a", DeleteOptions.DEFAULT);
      WatchEvent event = stream.next(PATIENCE).getFirst();
      assertThat(event.object().object().uid()).isEqualTo(object.uid());
      assertThat(Long.parseLong(event.object().resourceVersion()))
          .isGreaterThan(Long.parseLong(object.resourceVersion()));
      assertThat(event.object().object().resourceVersion())
          .isEqualTo(event.object().resourceVersion());
    }
  }

  @Test
  void leavingTheSelectionIsADeletionAndEnteringItAnAddition() throws InterruptedException {
    KubeObject object = cluster.create(labelled("a", "yes")).object();
    try (WatchStream stream = watch("x=yes", object.resourceVersion())) {
      cluster.update(labelled("a", "no"));
      cluster.update(labelled("a", "never"));
      cluster.update(labelled("a", "yes"));
      assertThat(take(stream, 2)).containsExactly("DELETED a", "ADDED a");
    }
  }

  @Test
  void theJsonOfAnEventIsThatOfItsTree() throws InterruptedException, IOException {
    KubeObject object = cluster.create(configMap("a", "\\\"metadata\\\":{")).object();
    try (WatchStream stream = watch("", "0")) {
      StoredObject stored = stream.next(PATIENCE).getFirst().object();
      var out = new ByteArrayOutputStream();
      stored.writeJson(out);
      assertThat(Json.tree(out.toByteArray())).isEqualTo(object.json());
    }
  }

  @Test
  void anOldVersionIsGone() {
    cluster.create(configMap("a", "1"));
    cluster.store().compact(cluster.store().revision());
    assertThatThrownBy(() -> watch("", "1"))
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.reason()).isEqualTo(StatusReason.EXPIRED))
        .hasMessage("too old resource version: 1");
  }

  @Test
  void aVersionThatNeverComesTimesOut() {
    long ahead = cluster.store().revision() + 1000;
    assertThatThrownBy(() -> watch("", Long.toString(ahead)))
        .isInstanceOfSatisfying(
            StatusException.class,
            e ->
                assertThat(e.details().orElseThrow().causes().getFirst().reason())
                    .isEqualTo("ResourceVersionTooLarge"))
        .hasMessageStartingWith("Too large resource version: " + ahead);
  }

  @Test
  void aVersionThatComesSoonIsWaitedFor() throws InterruptedException {
    long soon = cluster.store().revision() + 1;
    try (var writer = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      writer.execute(() -> cluster.create(configMap("a", "1")));
      try (WatchStream stream = watch("", Long.toString(soon))) {
        cluster.create(configMap("b", "1"));
        assertThat(take(stream, 1)).containsExactly("ADDED b");
      }
    }
  }

  @Test
  void aReaderThatIsTooSlowIsToldToListAgain() throws InterruptedException {
    WatchQuery query =
        WatchQuery.after(ListOptions.in("default"), Long.toString(cluster.store().revision()));
    try (WatchStream stream = cluster.api().watch(ADMIN, cluster.kind(BuiltInKinds.LEASE), query)) {
      for (int i = 0; i < 1100; i++) {
        cluster.create(lease(i));
      }
      assertThatThrownBy(
              () -> {
                while (!stream.next(PATIENCE).isEmpty()) {
                  // What was buffered before the reader fell behind.
                }
              })
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.reason()).isEqualTo(StatusReason.EXPIRED));
    }
  }

  private static KubeObject lease(int number) {
    return TestApi.object(
        """
        {'apiVersion':'coordination.k8s.io/v1','kind':'Lease',
         'metadata':{'name':'l%d','namespace':'default'}}"""
            .formatted(number));
  }

  private WatchQuery initialEvents(String match, boolean send) {
    return new WatchQuery("default", "", "", "", match, true, Optional.of(send));
  }

  @Test
  void initialEventsEndWithAMarkedBookmark() throws InterruptedException {
    cluster.create(configMap("a", "1"));
    try (WatchStream stream =
        cluster
            .api()
            .watch(
                ADMIN,
                cluster.kind(BuiltInKinds.CONFIG_MAP),
                initialEvents("NotOlderThan", true))) {
      List<WatchEvent> events = stream.next(PATIENCE);
      assertThat(events)
          .extracting(WatchEvent::type)
          .containsExactly(WatchEvent.Type.ADDED, WatchEvent.Type.BOOKMARK);
      KubeObject bookmark = events.getLast().object().object();
      assertThat(bookmark.annotations()).containsEntry("k8s.io/initial-events-end", "true");
      assertThat(bookmark.resourceVersion()).isEqualTo(Long.toString(cluster.store().revision()));
    }
  }

  @Test
  void initialEventsNeedTheirMatch() {
    assertThatThrownBy(
            () ->
                cluster
                    .api()
                    .watch(ADMIN, cluster.kind(BuiltInKinds.CONFIG_MAP), initialEvents("", true)))
        .hasMessageContaining(
            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  }

  @Test
  void bookmarksFollowWhatOthersWrite() throws InterruptedException {
    WatchQuery query =
        new WatchQuery(
            "default",
            "",
            "",
            Long.toString(cluster.store().revision()),
            "",
            true,
            Optional.empty());
    try (WatchStream stream =
        cluster.api().watch(ADMIN, cluster.kind(BuiltInKinds.CONFIG_MAP), query)) {
      KubeObject other =
          cluster
              .create(
                  TestApi.object(
                      """
                      {'apiVersion':'v1','kind':'Secret',
                       'metadata':{'name':'s','namespace':'default'}}"""))
              .object();
      List<WatchEvent> events = List.of();
      while (events.isEmpty()) {
        events = stream.next(PATIENCE);
      }
      assertThat(events.getFirst().type()).isEqualTo(WatchEvent.Type.BOOKMARK);
      assertThat(events.getFirst().object().resourceVersion()).isEqualTo(other.resourceVersion());
    }
  }
}

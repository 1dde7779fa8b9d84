package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.configMap;
import static dev.gantry.kube.api.TestApi.everything;
import static dev.gantry.kube.api.TestApi.inDefault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.TaskScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many writers at once, and a restart between writes.
class SurvivalTest {
  private static final int WRITERS = 4;
  private static final int WRITES = 25;

  @RegisterExtension final TestApi cluster = new TestApi();

  @Test
  void noUpdateIsLost() throws Exception {
    cluster.create(configMap("counter", "0"));
    try (var scope = TaskScope.open("writers")) {
      for (int writer = 0; writer < WRITERS; writer++) {
        scope.fork(
            () -> {
              for (int i = 0; i < WRITES; i++) {
                increment();
              }
              return true;
            });
      }
      scope.join();
    }
    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "counter").at("data", "key").asString())
        .isEqualTo(Integer.toString(WRITERS * WRITES));
  }

  private void increment() {
    ApiClient client = cluster.client();
    while (true) {
      KubeObject counter = client.get(BuiltInKinds.CONFIG_MAP, inDefault("counter"));
      int value = Integer.parseInt(counter.at("data", "key").asString());
      try {
        client.update(
            counter.edit(json -> json.withObject("/data").put("key", Integer.toString(value + 1))));
        return;
      } catch (StatusException e) {
        assertThat(e.isConflict()).isTrue();
      }
    }
  }

  @Test
  void patchesOfDifferentFieldsDoNotDisturbEachOther() throws Exception {
    cluster.create(configMap("shared", "0"));
    try (var scope = TaskScope.open("writers")) {
      for (int writer = 0; writer < WRITERS; writer++) {
        String field = "f" + writer;
        scope.fork(
            () ->
                cluster.patch(
                    BuiltInKinds.CONFIG_MAP,
                    "shared",
                    PatchType.MERGE,
                    "{'data':{'" + field + "':'1'}}"));
      }
      scope.join();
    }
    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "shared").at("data")).hasSize(WRITERS + 1);
  }

  @Test
  void aRestartKeepsObjectsAndVersions() {
    KubeObject before = cluster.create(configMap("a", "1")).object();
    String listed = cluster.list(BuiltInKinds.CONFIG_MAP, everything()).resourceVersion();
    cluster.restart();
    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "a")).isEqualTo(before);
    ListResult after = cluster.list(BuiltInKinds.CONFIG_MAP, everything());
    assertThat(Long.parseLong(after.resourceVersion()))
        .isGreaterThanOrEqualTo(Long.parseLong(listed));
    KubeObject next = cluster.create(configMap("b", "1")).object();
    assertThat(Long.parseLong(next.resourceVersion())).isGreaterThan(Long.parseLong(listed));
  }
}

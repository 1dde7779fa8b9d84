package dev.gantry.kube.api;

import static dev.gantry.kube.api.TestApi.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.platform.lifecycle.TaskScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many who write one object at once.
class ContentionTest {
  private static final int WRITERS = 8;
  private static final int WRITES = 25;

  @RegisterExtension final TestApi cluster = new TestApi();

  @Test
  void aPatchThatNamesNoVersionNeverConflicts() throws InterruptedException {
    cluster.create(configMap("busy", "1"));

    try (var scope = TaskScope.open("writers")) {
      for (int writer = 0; writer < WRITERS; writer++) {
        String prefix = "w" + writer + "-";
        scope.fork(
            () -> {
              for (int write = 0; write < WRITES; write++) {
                patch(prefix + write);
              }
              return prefix;
            });
      }
      scope.join();
    }

    assertThat(cluster.get(BuiltInKinds.CONFIG_MAP, "busy").at("data").size())
        .isEqualTo(1 + WRITERS * WRITES);
  }

  private void patch(String entry) {
    cluster.patch(
        BuiltInKinds.CONFIG_MAP,
        "busy",
        PatchType.MERGE,
        "{\"data\":{\"%s\":\"1\"}}".formatted(entry));
  }
}

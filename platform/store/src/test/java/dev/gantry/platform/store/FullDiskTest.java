package dev.gantry.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@Timeout(60)
class FullDiskTest {
  @TempDir Path directory;

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", directory.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void aWriteThatDoesNotFitChangesNothingAndOthersSucceedOnceThereIsRoom() throws Exception {
    Path ballast = Files.write(directory.resolve("ballast"), new byte[1 << 20]);
    long acknowledged;
    try (SqliteStore store = SqliteStore.open(TestStores.config(directory))) {
      acknowledged = store.put("/small", new byte[100], Durability.SYNCED);
      assertThatThrownBy(() -> store.put("/large", new byte[2 << 20], Durability.SYNCED))
          .isInstanceOf(ResourceExhaustedException.class)
          .hasMessageContaining("store.db");
      assertThat(store.find("/large")).isEmpty();
      assertThat(store.revision()).isEqualTo(acknowledged);

      Files.delete(ballast);
      store.put("/large", new byte[200_000], Durability.SYNCED);
      store.delete("/small", Durability.SYNCED);
      assertThat(store.check()).isEmpty();
    }
    try (SqliteStore store = SqliteStore.open(TestStores.config(directory))) {
      assertThat(store.get("/large").value()).hasSize(200_000);
      assertThat(store.find("/small")).isEmpty();
      assertThat(store.revision()).isEqualTo(acknowledged + 2);
    }
  }
}

package dev.gantry.engine.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.lifecycle.TaskScope;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VolumesTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  private SqliteStore store;
  private Volumes volumes;

  @BeforeEach
  void open() {
    store = SqliteStore.open(SqliteStoreConfig.in(root.directory("store")));
    volumes = new Volumes(root.resolve("volumes"), store, InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void makesAVolumeOnceAndKeepsItsLabels() {
    Volume made = volumes.create("data", Map.of("a", "1"), Map.of());

    Volume again = volumes.create("data", Map.of("a", "2"), Map.of());

    assertThat(again).isEqualTo(made);
    assertThat(again.labels()).containsEntry("a", "1");
    assertThat(made.data()).isEmptyDirectory();
  }

  @Test
  void refusesNamesThatArePathsAndOptionsItDoesNotKnow() {
    for (String name : List.of("", "..", "../x", "a/b", ".hidden", "x".repeat(256))) {
      assertThatThrownBy(() -> volumes.create(name, Map.of(), Map.of()))
          .isInstanceOf(InvalidArgumentException.class);
    }
    assertThatThrownBy(() -> volumes.create("nfs", Map.of(), Map.of("type", "nfs")))
        .isInstanceOf(NotImplementedException.class);
    assertThat(volumes.list()).isEmpty();
  }

  @Test
  void keepsAVolumeThatIsUsedOrHeld() {
    volumes.create("used", Map.of(), Map.of());
    assertThatThrownBy(() -> volumes.remove("used", () -> List.of("web")))
        .isInstanceOf(ConflictException.class)
        .hasMessage("remove used: volume is in use - [web]");

    try (var held = volumes.hold()) {
      held.add("used");
      String anonymous = held.createAnonymous(Map.of(), Map.of()).name();
      assertThatThrownBy(() -> volumes.remove("used", List::of))
          .isInstanceOf(ConflictException.class);
      assertThatThrownBy(() -> volumes.remove(anonymous, List::of))
          .isInstanceOf(ConflictException.class);
    }

    volumes.remove("used", List::of);
    assertThat(volumes.find("used")).isEmpty();
    assertThatThrownBy(() -> volumes.remove("used", List::of))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void showsANewVolumeNothingOfItsPredecessor() throws IOException {
    // As a removal leaves it that could delete the record and nothing else.
    Path data = volumes.create("data", Map.of(), Map.of()).data();
    Files.writeString(data.resolve("secret"), "old");
    store.delete("/volumes/data", Durability.SYNCED);

    Volume made = volumes.create("data", Map.of(), Map.of());

    assertThat(made.data()).isEmptyDirectory();
  }

  @Test
  void sweepsWhatNoRecordSpeaksOfAndNothingElse() throws IOException {
    Volume kept = volumes.create("kept", Map.of(), Map.of());
    Files.writeString(kept.data().resolve("file"), "content");
    Path outside = root.directory("outside");
    Files.writeString(outside.resolve("file"), "content");
    Path litter = Files.createDirectories(root.resolve("volumes").resolve("litter/_data"));
    Files.createSymbolicLink(litter.resolve("link"), outside);
    Files.createDirectories(root.resolve("volumes").resolve(".removed-1/_data"));

    volumes.sweep();

    assertThat(root.resolve("volumes").toFile().list()).containsExactly("kept");
    assertThat(kept.data().resolve("file")).hasContent("content");
    assertThat(outside.resolve("file")).hasContent("content");
  }

  @Test
  void listsTheOthersWhenOneRecordIsDamaged() {
    volumes.create("good", Map.of(), Map.of());
    store.put("/volumes/bad", new byte[] {'{'}, Durability.SYNCED);

    assertThat(volumes.list()).singleElement().matches(v -> v.name().equals("good"));
    assertThat(volumes.check()).singleElement().asString().contains("/volumes/bad");
    volumes.remove("bad", List::of);
    assertThat(volumes.check()).isEmpty();
  }

  @Test
  void neverLosesTheDataOfAVolumeThatIsMadeWhileItsNameIsRemoved() throws Exception {
    try (var scope = TaskScope.open("race")) {
      scope.fork(
          () -> {
            for (int i = 0; i < 200; i++) {
              try {
                volumes.remove("raced", List::of);
              } catch (NotFoundException | ConflictException e) {
                Thread.onSpinWait();
              }
            }
            return null;
          });
      for (int i = 0; i < 100; i++) {
        try (var held = volumes.hold()) {
          held.add("raced");
          Volume volume = volumes.create("raced", Map.of(), Map.of());
          Files.writeString(volume.data().resolve("file"), "mine");
          assertThat(volume.data().resolve("file")).hasContent("mine");
        }
      }
      scope.join();
    }
  }
}

package dev.gantry.engine.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.lifecycle.TaskScope;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What every [Snapshotter] does. An implementation extends this with a way to open one.
@RequiresRoot
public abstract class SnapshotterContract {
  @RegisterExtension protected final TemporaryRoot root = new TemporaryRoot();

  private final RootfsMounter mounter = new RootfsMounter(Mounts.system());

  @SuppressWarnings("NullAway.Init") // set before each test
  private Snapshotter snapshots;

  /// Opens a snapshotter on a directory, as the process would at its start.
  protected abstract Snapshotter open(Path directory);

  @BeforeEach
  void open() {
    snapshots = open(root.resolve("snapshots"));
  }

  @AfterEach
  void close() {
    snapshots.close();
  }

  private void reopen() {
    snapshots.close();
    snapshots = open(root.resolve("snapshots"));
  }

  protected static ChainId chain(String name) {
    return new ChainId(Digest.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  /// Work on the mounted tree of a snapshot.
  protected interface TreeWork {
    void run(Path tree) throws IOException;
  }

  protected void inside(String key, TreeWork work) throws IOException, InterruptedException {
    Path target = root.directory("mnt");
    mounter.mount(snapshots.mounts(key), target);
    try {
      work.run(target);
    } finally {
      mounter.unmount(target);
    }
  }

  private ChainId commit(String name, Optional<ChainId> parent, TreeWork work)
      throws IOException, InterruptedException {
    snapshots.prepare("making-" + name, parent);
    inside("making-" + name, work);
    snapshots.commit(chain(name), "making-" + name);
    return chain(name);
  }

  private ChainId commitFile(String name, Optional<ChainId> parent)
      throws IOException, InterruptedException {
    return commit(name, parent, tree -> Files.writeString(tree.resolve(name), name));
  }

  @Test
  void anActiveSnapshotShowsItsParentAndKeepsChanges() throws Exception {
    var base = commitFile("base", Optional.empty());
    snapshots.prepare("work", Optional.of(base));

    inside(
        "work",
        tree -> {
          assertThat(tree.resolve("base")).hasContent("base");
          Files.writeString(tree.resolve("base"), "changed");
          Files.writeString(tree.resolve("new"), "new");
        });

    inside(
        "work",
        tree -> {
          assertThat(tree.resolve("base")).hasContent("changed");
          assertThat(tree.resolve("new")).hasContent("new");
        });
  }

  @Test
  void siblingsDoNotSeeEachOther() throws Exception {
    var base = commitFile("base", Optional.empty());
    snapshots.prepare("one", Optional.of(base));
    snapshots.prepare("other", Optional.of(base));

    inside("one", tree -> Files.delete(tree.resolve("base")));

    inside("other", tree -> assertThat(tree.resolve("base")).exists());
    inside("one", tree -> assertThat(tree.resolve("base")).doesNotExist());
  }

  @Test
  void committedChangesAreWhatChildrenStartFrom() throws Exception {
    var base =
        commit(
            "base",
            Optional.empty(),
            tree -> {
              Files.writeString(tree.resolve("kept"), "kept");
              Files.writeString(tree.resolve("changed"), "before");
              Files.createDirectory(tree.resolve("gone"));
              Files.writeString(tree.resolve("gone/file"), "");
            });
    var top =
        commit(
            "top",
            Optional.of(base),
            tree -> {
              Files.writeString(tree.resolve("changed"), "after");
              Files.delete(tree.resolve("gone/file"));
              Files.delete(tree.resolve("gone"));
            });
    snapshots.prepare("work", Optional.of(top));

    inside(
        "work",
        tree -> {
          assertThat(tree.resolve("kept")).hasContent("kept");
          assertThat(tree.resolve("changed")).hasContent("after");
          assertThat(tree.resolve("gone")).doesNotExist();
        });
  }

  @Test
  void aDirectoryMadeAnewDoesNotShowWhatWasInIt() throws Exception {
    var base =
        commit(
            "base",
            Optional.empty(),
            tree -> {
              Files.createDirectory(tree.resolve("dir"));
              Files.writeString(tree.resolve("dir/old"), "");
            });
    var top =
        commit(
            "top",
            Optional.of(base),
            tree -> {
              Files.delete(tree.resolve("dir/old"));
              Files.delete(tree.resolve("dir"));
              Files.createDirectory(tree.resolve("dir"));
            });
    snapshots.view("view", top);

    inside("view", tree -> assertThat(tree.resolve("dir")).isEmptyDirectory());
  }

  @Test
  void theAttributesOfTheRootAreInherited() throws Exception {
    var mode = PosixFilePermissions.fromString("rwxr-x--x");
    var base = commit("base", Optional.empty(), tree -> Files.setPosixFilePermissions(tree, mode));
    snapshots.prepare("work", Optional.of(base));

    inside("work", tree -> assertThat(Files.getPosixFilePermissions(tree)).isEqualTo(mode));
  }

  @Test
  void aViewCannotBeWritten() throws Exception {
    var base = commitFile("base", Optional.empty());
    var top = commitFile("top", Optional.of(base));
    snapshots.view("one", base);
    snapshots.view("two", top);

    for (String key : new String[] {"one", "two"}) {
      inside(
          key,
          tree -> {
            assertThat(tree.resolve("base")).hasContent("base");
            assertThatThrownBy(() -> Files.writeString(tree.resolve("x"), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Read-only");
          });
    }
    assertThatThrownBy(() -> snapshots.commit(chain("x"), "one"))
        .isInstanceOf(FailedPreconditionException.class);
    assertThat(snapshots.usage("one")).isEqualTo(SnapshotUsage.NOTHING);
  }

  @Test
  void namesAreTakenOnce() throws Exception {
    var base = commitFile("base", Optional.empty());
    snapshots.prepare("work", Optional.of(base));

    assertThatThrownBy(() -> snapshots.prepare("work", Optional.empty()))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> snapshots.view("work", base))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> snapshots.commit(base, "work"))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(snapshots.find("work")).isPresent();
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> snapshots.prepare("work", Optional.of(chain("none"))))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> snapshots.view("work", chain("none")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> snapshots.mounts("none")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> snapshots.commit(chain("c"), "none"))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> snapshots.usage("none")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> snapshots.usage(chain("none"))).isInstanceOf(NotFoundException.class);
    assertThat(snapshots.find("none")).isEmpty();
    assertThat(snapshots.find(chain("none"))).isEmpty();
    // Nothing of the failed attempts is left.
    snapshots.prepare("work", Optional.empty());
  }

  @Test
  void keysThatAreNoNamesAreRefused() {
    for (String key : new String[] {"", "a b", "a\nb", "\u00fc", "x".repeat(300)}) {
      assertThatThrownBy(() -> snapshots.prepare(key, Optional.empty()))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void whatOthersStandOnStays() throws Exception {
    var base = commitFile("base", Optional.empty());
    var top = commitFile("top", Optional.of(base));
    snapshots.prepare("work", Optional.of(top));

    assertThatThrownBy(() -> snapshots.remove(base))
        .isInstanceOf(FailedPreconditionException.class);
    assertThatThrownBy(() -> snapshots.remove(top)).isInstanceOf(FailedPreconditionException.class);
    snapshots.remove("work");
    snapshots.remove(top);
    snapshots.remove(base);

    assertThat(snapshots.list()).isEmpty();
  }

  @Test
  void removingIsIdempotentAndFreesTheName() throws Exception {
    var base = commitFile("base", Optional.empty());
    snapshots.prepare("work", Optional.of(base));
    inside("work", tree -> Files.writeString(tree.resolve("f"), "old"));

    snapshots.remove("work");
    snapshots.remove("work");
    snapshots.prepare("work", Optional.of(base));

    inside("work", tree -> assertThat(tree.resolve("f")).doesNotExist());
    snapshots.remove(chain("none"));
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    var base = commitFile("base", Optional.empty());
    var top = commitFile("top", Optional.of(base));
    snapshots.prepare("work", Optional.of(top));
    inside("work", tree -> Files.writeString(tree.resolve("mine"), "mine"));
    snapshots.view("view", base);
    var before = snapshots.list();

    reopen();

    assertThat(snapshots.list()).containsExactlyInAnyOrderElementsOf(before).hasSize(4);
    inside("work", tree -> assertThat(tree.resolve("mine")).hasContent("mine"));
    assertThatThrownBy(() -> snapshots.remove(base))
        .isInstanceOf(FailedPreconditionException.class);
    assertThat(snapshots.usage(base)).isEqualTo(new SnapshotUsage(4, 2));
  }

  @Test
  void usageIsWhatTheSnapshotAdds() throws Exception {
    var base =
        commit("base", Optional.empty(), tree -> Files.write(tree.resolve("f"), new byte[5000]));
    snapshots.prepare("work", Optional.of(base));
    inside(
        "work",
        tree -> {
          Files.createDirectory(tree.resolve("d"));
          Files.write(tree.resolve("d/g"), new byte[300]);
          Files.createLink(tree.resolve("d/h"), tree.resolve("d/g"));
        });

    assertThat(snapshots.usage(base).bytes()).isEqualTo(5000);
    assertThat(snapshots.usage("work").bytes()).isEqualTo(300);
  }

  @Test
  void ofManyWhoCommitTheSameChainOneWins() throws Exception {
    var won = new AtomicInteger();
    var lost = new AtomicInteger();
    try (var scope = TaskScope.open("commits")) {
      for (int i = 0; i < 16; i++) {
        String key = "work-" + i;
        scope.fork(
            () -> {
              snapshots.prepare(key, Optional.empty());
              try {
                snapshots.commit(chain("same"), key);
                won.incrementAndGet();
              } catch (AlreadyExistsException e) {
                assertThat(snapshots.find(chain("same"))).isPresent();
                snapshots.remove(key);
                lost.incrementAndGet();
              }
              return key;
            });
      }
      scope.join();
    }

    assertThat(won).hasValue(1);
    assertThat(lost).hasValue(15);
    assertThat(snapshots.list()).hasSize(1);
  }
}

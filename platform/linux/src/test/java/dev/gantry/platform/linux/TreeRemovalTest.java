package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TreeRemovalTest {
  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  private Directory root;

  @BeforeEach
  void open() throws Exception {
    root = Directory.open(temporary.path(), Lookup.BENEATH);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void everythingBelowGoesAndNothingThatLinksLeadTo() throws Exception {
    root.makeDirectory("kept", 0700);
    root.create("kept/file", 0600).close();
    root.makeDirectory("tree", 0700);
    root.makeDirectory("tree/a", 0700);
    root.makeDirectory("tree/a/empty", 0700);
    root.create("tree/a/file", 0).close();
    root.makeSymbolicLink("tree/a/out", "../../kept");
    root.makeSymbolicLink("tree/dangling", "/nowhere");

    root.removeTree("tree");

    assertThat(root.list()).extracting(DirectoryEntry::name).containsExactly("kept");
    assertThat(temporary.resolve("kept/file")).exists();
  }

  @Test
  void aFileALinkAndNothingAreTreesToo() throws Exception {
    root.create("file", 0600).close();
    root.makeDirectory("kept", 0700);
    root.makeSymbolicLink("link", "kept");

    root.removeTree("file");
    root.removeTree("link");
    root.removeTree("absent");

    assertThat(root.list()).extracting(DirectoryEntry::name).containsExactly("kept");
  }

  @Test
  void aTreeDeeperThanAnyPathIsRemoved() throws Exception {
    root.makeDirectory("tree", 0700);
    var deepest = root.openDirectory("tree");
    for (int depth = 0; depth < 5_000; depth++) {
      deepest.makeDirectory("d", 0700);
      deepest.create("f", 0600).close();
      var next = deepest.openDirectory("d");
      deepest.close();
      deepest = next;
    }
    deepest.close();

    root.removeTree("tree");

    assertThat(root.list()).isEmpty();
  }

  @Test
  @RequiresRoot
  void filesOnAMountBelowAreNotTouched() throws Exception {
    Path mounted = temporary.directory("tree/mounted");
    Mounts.system().mount("test", mounted, "tmpfs", Set.of(), "");
    Files.createFile(mounted.resolve("file"));

    DirectoryTest.assertThatErrno(Errno.EXDEV, () -> root.removeTree("tree"));
    DirectoryTest.assertThatErrno(Errno.EXDEV, () -> root.removeTree("tree/mounted"));
    assertThat(mounted.resolve("file")).exists();
  }
}

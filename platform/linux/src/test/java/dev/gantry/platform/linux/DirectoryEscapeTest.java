package dev.gantry.platform.linux;

import static dev.gantry.platform.linux.DirectoryTest.assertThatErrno;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile links below a root, and a canary beside it that nobody may reach.
class DirectoryEscapeTest {
  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  private Path canary;
  private Directory inRoot;

  @BeforeEach
  void prepare() throws Exception {
    Path path = temporary.directory("root");
    canary = temporary.directory("canary");
    Files.writeString(canary.resolve("file"), "untouched");
    inRoot = Directory.open(path, Lookup.IN_ROOT);
    inRoot.makeDirectory("etc", 0755);
    Files.writeString(path.resolve("etc/name"), "inside");
    inRoot.makeSymbolicLink("slash", "/");
    inRoot.makeSymbolicLink("up", "../../../../../../../..");
    inRoot.makeSymbolicLink("absolute", canary.toString());
    inRoot.makeSymbolicLink("sideways", "../canary");
  }

  @AfterEach
  void close() throws Exception {
    inRoot.close();
    assertThat(canary.resolve("file")).hasContent("untouched");
    try (var left = Files.list(canary)) {
      assertThat(left).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slash/etc/name",
        "up/etc/name",
        "/etc/name",
        "../../etc/name",
        "slash/up/slash/../../etc/name",
        "etc/../../etc/name"
      })
  void linksAndDotsEndAtTheRoot(String path) throws Exception {
    try (var file = inRoot.open(path)) {
      assertThat(file.readFully()).asString(UTF_8).isEqualTo("inside");
    }
    assertThat(inRoot.stat(path).isRegular()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "sideways", "slash/absolute", "up/canary"})
  void nothingOutsideIsReachedByAnyCall(String outside) {
    String file = outside + "/file";
    assertThatErrno(Errno.ENOENT, () -> inRoot.open(file));
    assertThatErrno(Errno.ENOENT, () -> inRoot.create(outside + "/new", 0600));
    assertThatErrno(Errno.ENOENT, () -> inRoot.makeDirectory(outside + "/new", 0700));
    assertThatErrno(Errno.ENOENT, () -> inRoot.makeSymbolicLink(outside + "/new", "x"));
    assertThatErrno(Errno.ENOENT, () -> inRoot.makeHardLink("stolen", file));
    assertThatErrno(Errno.ENOENT, () -> inRoot.makeHardLink(outside + "/new", "etc/name"));
    assertThatErrno(
        Errno.ENOENT,
        () -> inRoot.makeNode(outside + "/new", FileType.FIFO, 0600, DeviceNumber.WHITEOUT));
    assertThatErrno(Errno.ENOENT, () -> inRoot.chmod(file, 0));
    assertThatErrno(Errno.ENOENT, () -> inRoot.chown(file, 1, 1));
    assertThatErrno(Errno.ENOENT, () -> inRoot.setTimes(file, Instant.EPOCH, Instant.EPOCH));
    assertThatErrno(Errno.ENOENT, () -> inRoot.unlink(file));
    assertThatErrno(Errno.ENOENT, () -> inRoot.rename(file, "stolen"));
    assertThatErrno(Errno.ENOENT, () -> inRoot.rename("etc/name", outside + "/new"));
    assertThatErrno(Errno.ENOENT, () -> inRoot.stat(file));
    assertThatErrno(Errno.ENOENT, () -> inRoot.readLink(file));
    assertThatErrno(Errno.ENOENT, () -> inRoot.xattrs(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"slash/etc/name", "up/etc/name", "/etc/name", "../root/etc/name"})
  void beneathRefusesWhatWouldLeaveEvenForAMoment(String path) {
    assertThatErrno(Errno.EXDEV, () -> inRoot.open(path, Lookup.BENEATH, 0));
  }

  @Test
  void beneathFollowsLinksThatStayInside() throws Exception {
    inRoot.makeSymbolicLink("etc/alias", "../etc/name");

    inRoot.open("etc/alias", Lookup.BENEATH, 0).close();
    assertThatErrno(Errno.ELOOP, () -> inRoot.open("etc/alias", Lookup.NO_SYMLINKS, 0));
  }

  @Test
  void withoutSymbolicLinksNoneIsFollowedOnTheWay() throws Exception {
    inRoot.makeDirectory("real", 0755);
    inRoot.makeSymbolicLink("dev", "etc");

    inRoot.open("real", Lookup.NO_SYMLINKS, 0, OpenFlag.PATH, OpenFlag.DIRECTORY).close();
    assertThatErrno(
        Errno.ELOOP,
        () -> inRoot.open("dev", Lookup.NO_SYMLINKS, 0, OpenFlag.PATH, OpenFlag.DIRECTORY));
    assertThatErrno(Errno.ELOOP, () -> inRoot.open("dev/name", Lookup.NO_SYMLINKS, 0));
  }

  @ParameterizedTest
  @EnumSource
  @RequiresRoot
  void magicLinksAreNotFollowed(Lookup lookup) throws Exception {
    inRoot.makeDirectory("proc", 0755);
    Mounts.system().mount("proc", temporary.resolve("root/proc"), "proc", Set.of(), "");

    try (var host = Fd.open(Path.of("/"), OpenFlag.DIRECTORY);
        var view = Directory.open(temporary.resolve("root"), lookup)) {
      String magic = "proc/self/fd/" + host.number();
      // proc/self itself is an ordinary link, so the strictest rule stops there already.
      assertThatErrno(Errno.ELOOP, () -> view.open(magic));
      assertThatErrno(Errno.ELOOP, () -> view.open(magic + "/etc/passwd"));
      assertThatErrno(Errno.ELOOP, () -> view.open("proc/self/root/etc/passwd"));
      assertThatErrno(Errno.ELOOP, () -> view.open("proc/self/cwd"));
    }
  }

  @Test
  void somebodyWhoSwapsDirectoriesForLinksGainsNothing() throws Exception {
    inRoot.makeDirectory("swap", 0755);
    inRoot.makeSymbolicLink("bait", "../canary");
    var stop = new AtomicBoolean();
    var attacker = Thread.ofPlatform().start(() -> swap(stop));
    try {
      for (int i = 0; i < 20_000; i++) {
        tryToCreate("swap/new");
      }
    } finally {
      stop.set(true);
      attacker.join();
    }
  }

  private void swap(AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        inRoot.rename("swap", "bait", RenameFlag.EXCHANGE);
      }
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  private void tryToCreate(String name) throws ErrnoException {
    try {
      inRoot.create(name, 0600).close();
    } catch (ErrnoException e) {
      assertThat(Errno.find(e.number())).get().isIn(Errno.ENOENT, Errno.EEXIST, Errno.EAGAIN);
    }
    try {
      inRoot.unlink(name);
    } catch (ErrnoException e) {
      assertThat(Errno.find(e.number())).get().isIn(Errno.ENOENT, Errno.EAGAIN);
    }
  }
}

package dev.gantry.platform.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Path;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
  @TempDir private Path path;
  private Directory directory;

  @BeforeEach
  void open() throws Exception {
    directory = Directory.open(path, Lookup.IN_ROOT);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void aTreeIsMadeReadAndRemoved() throws Exception {
    directory.makeDirectory("a", 0700);
    directory.makeDirectory("a/b/", 0700);
    try (var file = directory.create("a/b/file", 0640)) {
      file.writeFully("content".getBytes(UTF_8));
    }
    directory.makeSymbolicLink("a/link", "b/file");
    directory.makeHardLink("a/again", "a/b/file");

    try (var file = directory.open("a/link")) {
      assertThat(file.readFully()).asString(UTF_8).isEqualTo("content");
    }
    assertThat(directory.readLink("a/link")).isEqualTo("b/file");
    assertThat(directory.stat("a/again").isSameFile(directory.stat("a/b/file"))).isTrue();
    assertThat(directory.stat("a/again").links()).isEqualTo(2);
    assertThat(directory.stat("a/link").isSymbolicLink()).isTrue();

    directory.unlink("a/link");
    directory.unlink("a/again");
    directory.unlink("a/b/file");
    directory.removeDirectory("a/b");
    directory.removeDirectory("a");
    assertThat(directory.list()).isEmpty();
  }

  @Test
  void namesAreAnyBytes() throws Exception {
    String odd = FileNames.decode(new byte[] {'x', (byte) 0xFF, (byte) 0xFE, '\n', 'y'});
    directory.create(odd, 0600).close();
    directory.makeSymbolicLink("link", odd + "/" + odd);

    assertThat(directory.list()).extracting(DirectoryEntry::name).containsOnly(odd, "link");
    assertThat(directory.stat(odd).isRegular()).isTrue();
    assertThat(directory.readLink("link")).isEqualTo(odd + "/" + odd);
    directory.rename(odd, "grüße");
    assertThat(path.resolve("grüße")).exists();
  }

  @Test
  void aListingHasEveryNameOnceWithItsType() throws Exception {
    for (int i = 0; i < 2000; i++) {
      directory.create("a-rather-long-name-so-that-one-buffer-is-not-enough-" + i, 0600).close();
    }
    directory.makeDirectory("directory", 0700);
    directory.makeSymbolicLink("link", "nowhere");

    for (int round = 0; round < 2; round++) {
      var entries = directory.list();
      assertThat(entries).hasSize(2002).extracting(DirectoryEntry::name).doesNotHaveDuplicates();
      assertThat(entries)
          .extracting(DirectoryEntry::type)
          .contains(FileType.DIRECTORY, FileType.SYMBOLIC_LINK, FileType.REGULAR);
    }
  }

  @Test
  void timesAreKeptToTheNanosecondAndBeforeTheEpoch() throws Exception {
    directory.makeSymbolicLink("link", "nowhere");
    var accessed = Instant.ofEpochSecond(-5, 123);
    var modified = Instant.parse("2021-03-04T05:06:07.123456789Z");

    directory.setTimes("link", accessed, modified);

    assertThat(directory.stat("link").accessed()).isEqualTo(accessed);
    assertThat(directory.stat("link").modified()).isEqualTo(modified);
  }

  @Test
  void permissionsAreChangedOnFilesButNotThroughLinks() throws Exception {
    directory.create("file", 0600).close();
    directory.makeSymbolicLink("link", "file");

    directory.chmod("file", 06711);

    assertThat(directory.stat("file").permissions()).isEqualTo(06711);
    assertThatErrno(Errno.EOPNOTSUPP, () -> directory.chmod("link", 0));
    assertThat(directory.stat("file").permissions()).isEqualTo(06711);
  }

  @Test
  @RequiresRoot
  void ownersOfLinksAndHugeIdsAreKept() throws Exception {
    directory.create("file", 0600).close();
    directory.makeSymbolicLink("link", "file");

    directory.chown("link", 4_294_967_294L, 7);

    assertThat(directory.stat("link").uid()).isEqualTo(4_294_967_294L);
    assertThat(directory.stat("link").gid()).isEqualTo(7);
    assertThat(directory.stat("file").uid()).isZero();
  }

  @Test
  @RequiresRoot
  void nodesOfAllKindsAreMade() throws Exception {
    var device = new DeviceNumber(0xABC, 0xFEDCB);
    directory.makeNode("fifo", FileType.FIFO, 0600, new DeviceNumber(0, 0));
    directory.makeNode("character", FileType.CHARACTER_DEVICE, 0600, device);
    directory.makeNode("block", FileType.BLOCK_DEVICE, 0600, new DeviceNumber(7, 1));
    directory.makeNode("gone", FileType.CHARACTER_DEVICE, 0, DeviceNumber.WHITEOUT);

    assertThat(directory.stat("fifo").type()).isEqualTo(FileType.FIFO);
    assertThat(directory.stat("character").deviceId()).isEqualTo(device);
    assertThat(directory.stat("block").type()).isEqualTo(FileType.BLOCK_DEVICE);
    assertThat(directory.stat("gone").isWhiteout()).isTrue();
    assertThat(directory.stat("character").isWhiteout()).isFalse();
  }

  @Test
  void renamingMayReplaceOrNotOrSwap() throws Exception {
    directory.create("file", 0600).close();
    directory.makeDirectory("directory", 0700);

    assertThatErrno(
        Errno.EEXIST, () -> directory.rename("file", "directory", RenameFlag.NO_REPLACE));
    directory.rename("file", "directory", RenameFlag.EXCHANGE);
    assertThat(directory.stat("file").isDirectory()).isTrue();
    directory.rename("directory", "file/inside");
    assertThat(directory.stat("file/inside").isRegular()).isTrue();
  }

  @Test
  void filesMoveAndLinkBetweenDirectories() throws Exception {
    directory.makeDirectory("left", 0700);
    directory.makeDirectory("right", 0700);
    try (var left = directory.openDirectory("left");
        var right = directory.openDirectory("right")) {
      left.create("file", 0600).close();
      right.makeHardLink("linked", left, "file");
      left.rename("file", right, "moved");

      assertThat(left.list()).isEmpty();
      assertThat(right.list()).extracting(DirectoryEntry::name).containsOnly("linked", "moved");
    }
  }

  @Test
  void creatingNeverOpensWhatIsThere() throws Exception {
    directory.makeSymbolicLink("dangling", "/somewhere");

    assertThatErrno(Errno.EEXIST, () -> directory.create("dangling", 0600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", ".", "..", "a/..", "a/.", "//"})
  void aPathThatNamesNothingBelowIsInvalid(String name) throws Exception {
    directory.makeDirectory("a", 0700);

    assertThatErrno(Errno.EINVAL, () -> directory.unlink(name));
  }

  static void assertThatErrno(Errno errno, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(Errno.find(e.number())).contains(errno));
  }
}

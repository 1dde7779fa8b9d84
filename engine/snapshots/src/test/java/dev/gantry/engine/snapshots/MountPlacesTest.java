package dev.gantry.engine.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MountPlacesTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  private Path rootfs() {
    return root.resolve("rootfs");
  }

  @BeforeEach
  void makeRoot() throws IOException {
    Files.createDirectories(root.resolve("canary/pts"));
    Files.writeString(root.resolve("canary/hosts"), "untouched");
    for (String directory : new String[] {"dev/pts", "proc", "etc"}) {
      Files.createDirectories(rootfs().resolve(directory));
    }
    Files.writeString(rootfs().resolve("etc/hosts"), "mine");
  }

  private void link(String place, String target) throws IOException {
    Files.createSymbolicLink(rootfs().resolve(place), Path.of(target));
  }

  @Test
  void plainPlacesAndMissingOnesAreLeftAlone() {
    assertThat(MountPlaces.repair(rootfs())).isEmpty();
    assertThat(rootfs().resolve("etc/hosts")).hasContent("mine");
    assertThat(rootfs().resolve("sys")).doesNotExist();
  }

  @Test
  void linksAreReplacedAndNotFollowed() throws IOException {
    Files.delete(rootfs().resolve("dev/pts"));
    link("dev/pts", root.resolve("canary/pts").toString());
    link("dev/shm", "../../canary");
    link("sys", "/");
    Files.delete(rootfs().resolve("etc/hosts"));
    link("etc/hosts", "../../canary/hosts");
    link("etc/resolv.conf", "/does/not/exist");

    assertThat(MountPlaces.repair(rootfs()))
        .containsExactly("dev/pts", "dev/shm", "sys", "etc/hosts", "etc/resolv.conf");

    assertThat(rootfs().resolve("dev/pts")).isEmptyDirectory();
    assertThat(Files.isRegularFile(rootfs().resolve("etc/hosts"), LinkOption.NOFOLLOW_LINKS))
        .isTrue();
    assertThat(root.resolve("canary/hosts")).hasContent("untouched");
    assertThat(MountPlaces.repair(rootfs())).isEmpty();
  }

  @Test
  void aLinkInPlaceOfDevIsReplacedBeforeWhatIsBelow() throws IOException {
    Files.delete(rootfs().resolve("dev/pts"));
    Files.delete(rootfs().resolve("dev"));
    link("dev", "../canary");

    assertThat(MountPlaces.repair(rootfs())).containsExactly("dev");

    assertThat(rootfs().resolve("dev")).isEmptyDirectory();
    assertThat(root.resolve("canary/pts")).exists();
  }

  @Test
  void filesAndDirectoriesChangePlaces() throws IOException {
    Files.writeString(rootfs().resolve("sys"), "a file");
    Files.createDirectory(rootfs().resolve("etc/hostname"));

    assertThat(MountPlaces.repair(rootfs())).containsExactly("sys", "etc/hostname");
    assertThat(rootfs().resolve("sys")).isEmptyDirectory();
    assertThat(rootfs().resolve("etc/hostname")).isRegularFile();
  }

  @Test
  void aDirectoryWithContentIsNotThrownAway() throws IOException {
    Files.delete(rootfs().resolve("etc/hosts"));
    Files.createDirectories(rootfs().resolve("etc/hosts/data"));

    assertThatThrownBy(() -> MountPlaces.repair(rootfs()))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("/etc/hosts is a directory");
    assertThat(rootfs().resolve("etc/hosts/data")).exists();
  }
}

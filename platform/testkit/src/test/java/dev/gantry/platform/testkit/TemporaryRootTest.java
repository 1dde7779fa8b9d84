package dev.gantry.platform.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

class TemporaryRootTest {
  /// Registered first, so it looks after the other has cleaned up.
  @Order(1)
  @RegisterExtension
  final AfterEachCallback everythingIsGone = this::everythingIsGone;

  @Order(2)
  @RegisterExtension
  final TemporaryRoot root = new TemporaryRoot();

  private Path used = Path.of("/");

  @Test
  void filesAndDirectoriesAreRemoved() throws Exception {
    used = root.path();
    Files.writeString(root.directory("a/b").resolve("file"), "x");
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc"));
  }

  @Test
  @RequiresRoot
  void mountsOnEachOtherAreUnmounted() throws Exception {
    used = root.path();
    mount(root.directory("with space"));
    mount(root.directory("with space/inner"));
    mount(root.directory("with space/inner"));
    Files.writeString(root.resolve("with space/inner/file"), "x");
  }

  private void everythingIsGone(ExtensionContext context) throws Exception {
    assertThat(used).doesNotExist();
    assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
        .noneSatisfy(line -> assertThat(line).contains(" " + used + "/"));
    assertThatIllegalStateException().isThrownBy(root::path);
  }

  private static void mount(Path target) throws Exception {
    var mount = new ProcessBuilder("mount", "-t", "tmpfs", "test", target.toString()).inheritIO();
    assertThat(mount.start().waitFor()).isZero();
  }
}

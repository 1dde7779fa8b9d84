package dev.gantry.engine.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class RootfsMounterTest {
  @RegisterExtension final LayerFixture fixture = new LayerFixture();

  private final RootfsMounter mounter = new RootfsMounter(Mounts.system());

  private Path mount(String name) throws InterruptedException {
    Path target = fixture.root().directory("rootfs/" + name);
    mounter.mount(fixture.snapshots().prepare(name, Optional.empty()), target);
    return target;
  }

  @Test
  void unmountingTakesAwayAllLayersOfMountsAndMayBeRepeated() throws Exception {
    Path target = mount("a");
    mounter.mount(fixture.snapshots().mounts("a"), target);

    mounter.unmount(target);

    assertThat(mounter.mountedBelow(target)).isEmpty();
    mounter.unmount(target);
    mounter.unmount(fixture.root().resolve("none"));
  }

  @Test
  void whoStillUsesAnUnmountedTreeKeepsIt() throws Exception {
    Path target = mount("a");
    Files.writeString(target.resolve("f"), "content");

    try (var reader = Files.newInputStream(target.resolve("f"))) {
      mounter.unmount(target);
      assertThat(target).isEmptyDirectory();
      assertThat(reader.readAllBytes()).asString().isEqualTo("content");
    }
  }

  @Test
  void leftoversAreUnmountedAndWhatIsOwnedStays() throws Exception {
    Path owned = mount("owned");
    Path inside = Files.createDirectory(owned.resolve("proc"));
    Mounts.system().bind(fixture.root().directory("other"), inside);
    mount("left");
    mount("owned-not");
    Path deep = Files.createDirectories(fixture.root().resolve("rootfs/left/deep"));
    Mounts.system().bind(fixture.root().directory("other"), deep);
    Path root = fixture.root().resolve("rootfs");

    mounter.sweep(root, Set.of(owned));

    assertThat(mounter.mountedBelow(root)).containsExactly(owned, inside);
  }

  @Test
  void aMountThatFailsNamesItsPlace() {
    var mount = fixture.snapshots().prepare("a", Optional.empty());

    assertThatThrownBy(() -> mounter.mount(mount, fixture.root().resolve("none")))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("none");
  }
}

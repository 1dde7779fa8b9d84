package dev.gantry.engine.snapshots;

import static dev.gantry.engine.snapshots.LayerTars.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class InitLayersTest {
  @RegisterExtension final LayerFixture fixture = new LayerFixture();

  private static boolean isPlainDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isPlainFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void thePlacesForMountsAreThereWhateverTheImageHas() throws Exception {
    var image =
        fixture.apply(
            Optional.empty(),
            layer()
                .symlink("dev", "/canary")
                .symlink("proc", "../..")
                .directory("etc", 0750)
                .symlink("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf")
                .directory("etc/hosts", 0755)
                .file("etc/passwd", "passwd")
                .stream());

    var init = new InitLayers(fixture.applier()).ensure(Optional.of(image));

    assertThat(init).isEqualTo(InitLayers.chainOn(Optional.of(image)));
    fixture.insideView(
        init,
        tree -> {
          for (String name : new String[] {"dev", "dev/pts", "dev/shm", "proc", "sys"}) {
            assertThat(isPlainDirectory(tree.resolve(name))).as(name).isTrue();
          }
          for (String name :
              new String[] {".dockerenv", "dev/console", "etc/hosts", "etc/resolv.conf"}) {
            assertThat(isPlainFile(tree.resolve(name))).as(name).isTrue();
          }
          assertThat(tree.resolve("etc/passwd")).hasContent("passwd");
          assertThat((int) Files.getAttribute(tree.resolve("etc"), "unix:mode") & 07777)
              .isEqualTo(0750);
          assertThat(MountPlaces.repair(tree)).isEmpty();
        });
  }

  @Test
  void itIsMadeOnce() throws Exception {
    var image = fixture.apply(Optional.empty(), layer().file("f", "").stream());
    var layers = new InitLayers(fixture.applier());

    layers.ensure(Optional.of(image));
    layers.ensure(Optional.of(image));
    layers.ensure(Optional.empty());

    assertThat(fixture.snapshots().list()).hasSize(3);
  }

  @Test
  void garbageCollectionDoesNotSeeItAndTakesItAlong() throws Exception {
    var image = fixture.apply(Optional.empty(), layer().file("f", "1234").stream());
    var init = new InitLayers(fixture.applier()).ensure(Optional.of(image));
    var catalog = new SnapshotLayers(fixture.snapshots(), fixture.applier());
    fixture.snapshots().prepare("container", Optional.of(init));

    assertThat(catalog.parents()).isEqualTo(Map.of(image, Optional.empty()));
    assertThat(catalog.find(image)).hasValue(4);
    assertThatThrownBy(() -> catalog.delete(image)).isInstanceOf(FailedPreconditionException.class);
    fixture.snapshots().remove("container");
    assertThat(catalog.delete(image)).isEqualTo(4);

    assertThat(fixture.snapshots().list()).isEmpty();
  }
}

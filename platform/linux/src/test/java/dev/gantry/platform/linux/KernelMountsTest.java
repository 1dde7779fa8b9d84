package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class KernelMountsTest extends MountsContract {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  @Override
  Mounts mounts() {
    return Mounts.system();
  }

  @Override
  Path directory(String name) {
    return root.directory(name);
  }

  @Test
  void anOverlayOf120LayersShowsTheUppermostOfEachName() throws Exception {
    var layers = new ArrayList<String>();
    for (int i = 0; i < 120; i++) {
      Path layer = directory("base/layers/directory-of-layer-" + i);
      Files.writeString(layer.resolve("same"), "from " + i);
      Files.writeString(layer.resolve("only-" + i), "");
      layers.add("layers/directory-of-layer-" + i);
    }
    directory("base/upper");
    directory("base/work");
    Path target = directory("target");
    var overlay =
        new OverlayMount(
            root.resolve("base"),
            layers,
            Optional.of(new OverlayMount.Writable("upper", "work")),
            List.of("index=off"));

    mounts().mountOverlay(overlay, target, Set.of(MountFlag.NO_DEVICES));

    assertThat(target.resolve("same")).hasContent("from 0");
    assertThat(target.resolve("only-119")).exists();
    Files.delete(target.resolve("only-119"));
    try (var upper = Directory.open(root.resolve("base/upper"), Lookup.BENEATH)) {
      assertThat(upper.stat("only-119").isWhiteout()).isTrue();
    }
    assertThat(mountsOn(target))
        .singleElement()
        .satisfies(
            mount -> {
              assertThat(mount.options()).contains("nodev");
              assertThat(mount.findSuperOption("upperdir")).contains("upper");
            });
  }

  @Test
  void mountingAnOverlayLeavesTheWorkingDirectoryOfTheProcessAlone() throws Exception {
    String before = Path.of("/proc/self/cwd").toRealPath().toString();
    directory("base/a");
    directory("base/b");

    mounts()
        .mountOverlay(
            new OverlayMount(root.resolve("base"), List.of("a", "b"), Optional.empty(), List.of()),
            directory("target"),
            Set.of());

    assertThat(Path.of("/proc/self/cwd").toRealPath()).hasToString(before);
  }

  @Test
  void anOverlayWithoutItsBaseNamesTheBase() {
    var overlay =
        new OverlayMount(root.resolve("absent"), List.of("a"), Optional.empty(), List.of());

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> mounts().mountOverlay(overlay, directory("target"), Set.of()))
        .withMessage("chdir %s: ENOENT (no such file or directory)", root.resolve("absent"));
  }

  @Test
  void aBindCanBeMadeReadOnly() throws Exception {
    Path source = directory("source");
    Path target = directory("target");
    mounts().bind(source, target);

    mounts().remountBind(target, MountFlag.READ_ONLY);

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> Fd.open(target.resolve("new"), 0600, OpenFlag.CREATE))
        .satisfies(e -> assertThat(e.is(Errno.EROFS)).isTrue());
    Files.createFile(source.resolve("new"));
  }

  @Test
  void aRecursiveBindTakesTheMountsBelowAlong() throws Exception {
    Path inner = directory("source/inner");
    mounts().mount("inner", inner, "tmpfs", Set.of(), "");
    Files.createFile(inner.resolve("file"));
    Path plain = directory("plain");
    Path deep = directory("deep");

    mounts().bind(root.resolve("source"), plain);
    mounts().bindRecursively(root.resolve("source"), deep);

    assertThat(plain.resolve("inner/file")).doesNotExist();
    assertThat(deep.resolve("inner/file")).exists();
  }

  @Test
  void mountsOfASharedTreeAppearInItsCopiesUntilItIsPrivate() throws Exception {
    Path shared = directory("shared");
    Path copy = directory("copy");
    mounts().mount("shared", shared, "tmpfs", Set.of(), "");
    mounts().setPropagation(shared, Propagation.SHARED, false);
    mounts().bind(shared, copy);
    Path seen = Files.createDirectory(shared.resolve("seen"));
    Path unseen = Files.createDirectory(shared.resolve("unseen"));

    mounts().mount("first", seen, "tmpfs", Set.of(), "");
    mounts().setPropagation(shared, Propagation.PRIVATE, true);
    mounts().mount("second", unseen, "tmpfs", Set.of(), "");

    assertThat(mountsOn(copy.resolve("seen"))).hasSize(1);
    assertThat(mountsOn(copy.resolve("unseen"))).isEmpty();
    assertThat(mountsOn(shared).getFirst().propagation()).isEmpty();
    assertThat(mountsOn(copy).getFirst().propagation())
        .anySatisfy(field -> assertThat(field).startsWith("shared:"));
  }

  @Test
  void aTargetGivenByDescriptorIsTheOneThatWasOpened() throws Exception {
    Path checked = directory("checked");
    try (var target = Fd.open(checked, OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      Files.move(checked, root.resolve("moved"));
      directory("checked");

      mounts().mount("here", target.path(), "tmpfs", Set.of(), "");
    }

    assertThat(mountsOn(checked)).isEmpty();
    assertThat(mountsOn(root.resolve("moved"))).hasSize(1);
  }

  @Test
  void namesWithSpacesAndNewlinesAreListedAsTheyAre() throws Exception {
    Path odd = directory("with space\tand\nnewline\\and 文件");

    mounts().mount("odd", odd, "tmpfs", Set.of(), "");

    assertThat(mountsOn(odd)).hasSize(1);
  }
}

package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Mounts] does.
abstract class MountsContract {
  abstract Mounts mounts();

  /// An existing directory, where nothing is mounted.
  abstract Path directory(String name);

  @Test
  void whatIsMountedIsListedUntilItIsUnmounted() throws Exception {
    Path target = directory("target");
    mounts().mount("named", target, "tmpfs", Set.of(MountFlag.READ_ONLY), "size=1m");

    assertThat(mountsOn(target))
        .singleElement()
        .satisfies(
            mount -> {
              assertThat(mount.fileSystem()).isEqualTo("tmpfs");
              assertThat(mount.source()).isEqualTo("named");
              assertThat(mount.isReadOnly()).isTrue();
            });

    mounts().unmount(target);
    assertThat(mountsOn(target)).isEmpty();
  }

  @Test
  void mountsOnTheSameTargetLieOnEachOther() throws Exception {
    Path target = directory("target");
    mounts().mount("lower", target, "tmpfs", Set.of(), "");
    mounts().mount("upper", target, "tmpfs", Set.of(), "");

    mounts().unmount(target);

    assertThat(mountsOn(target)).extracting(MountInfo::source).containsExactly("lower");
  }

  @Test
  void unmountingWhereNothingIsMountedIsInvalid() {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> mounts().unmount(directory("target")))
        .satisfies(e -> assertThat(e.is(Errno.EINVAL)).isTrue());
  }

  @Test
  void aBindShowsWhichDirectoryIsSeen() throws Exception {
    Path source = directory("source");
    Path target = directory("target");

    mounts().bind(source, target);

    assertThat(mountsOn(target))
        .singleElement()
        .satisfies(mount -> assertThat(mount.root()).endsWith(source.toString()));
  }

  final List<MountInfo> mountsOn(Path target) throws ErrnoException {
    return mounts().list().stream()
        .filter(mount -> mount.target().equals(target.toString()))
        .toList();
  }
}

package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordingMountsTest extends MountsContract {
  private final RecordingMounts mounts = new RecordingMounts();

  @Override
  Mounts mounts() {
    return mounts;
  }

  @Override
  Path directory(String name) {
    return Path.of("/nowhere", name);
  }

  @Test
  void callsAreRememberedInOrder() throws Exception {
    Path target = directory("target");
    mounts.bind(directory("source"), target);
    mounts.remountBind(target, MountFlag.READ_ONLY);
    mounts.unmount(target, UnmountFlag.DETACH);

    assertThat(mounts.calls())
        .containsExactlyElementsOf(
            List.of(
                new RecordingMounts.Call.Mounted(
                    "/nowhere/source", target, "", Set.of(MountFlag.BIND), ""),
                new RecordingMounts.Call.Mounted(
                    "",
                    target,
                    "",
                    Set.of(MountFlag.BIND, MountFlag.REMOUNT, MountFlag.READ_ONLY),
                    ""),
                new RecordingMounts.Call.Unmounted(target, Set.of(UnmountFlag.DETACH))));
  }
}

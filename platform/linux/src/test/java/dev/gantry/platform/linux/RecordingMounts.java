package dev.gantry.platform.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Mounts in memory: remembers the calls and what is mounted, touches no file.
public final class RecordingMounts implements Mounts {
  /// A call, in the order they came.
  public sealed interface Call {
    record Mounted(String source, Path target, String fileSystem, Set<MountFlag> flags, String data)
        implements Call {}

    record OverlayMounted(OverlayMount overlay, Path target, Set<MountFlag> flags)
        implements Call {}

    record Propagated(Path target, Propagation propagation, boolean recursive) implements Call {}

    record Unmounted(Path target, Set<UnmountFlag> flags) implements Call {}
  }

  private final List<Call> calls = new ArrayList<>();
  private final List<MountInfo> mounted = new ArrayList<>();
  private int nextId = 100;

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized void mount(
      String source, Path target, String fileSystem, Set<MountFlag> flags, String data) {
    calls.add(new Call.Mounted(source, target, fileSystem, Set.copyOf(flags), data));
    if (!flags.contains(MountFlag.REMOUNT)) {
      String root = flags.contains(MountFlag.BIND) ? source : "/";
      add(root, target, fileSystem, source, flags, data);
    }
  }

  @Override
  public synchronized void mountOverlay(OverlayMount overlay, Path target, Set<MountFlag> flags) {
    calls.add(new Call.OverlayMounted(overlay, target, Set.copyOf(flags)));
    add("/", target, "overlay", "overlay", flags, overlay.data());
  }

  private void add(
      String root,
      Path target,
      String fileSystem,
      String source,
      Set<MountFlag> flags,
      String data) {
    mounted.add(
        new MountInfo(
            nextId++,
            1,
            new DeviceNumber(0, nextId),
            root,
            target.toString(),
            List.of(flags.contains(MountFlag.READ_ONLY) ? "ro" : "rw"),
            List.of(),
            fileSystem,
            source,
            data.isEmpty() ? List.of() : Arrays.asList(data.split(",", -1))));
  }

  @Override
  public synchronized void setPropagation(Path target, Propagation propagation, boolean recursive) {
    calls.add(new Call.Propagated(target, propagation, recursive));
  }

  @Override
  public synchronized void unmount(Path target, UnmountFlag... flags) throws ErrnoException {
    calls.add(new Call.Unmounted(target, Set.of(flags)));
    for (int i = mounted.size() - 1; i >= 0; i--) {
      if (mounted.get(i).target().equals(target.toString())) {
        mounted.remove(i);
        return;
      }
    }
    throw new ErrnoException("umount2", Errno.EINVAL);
  }

  @Override
  public synchronized List<MountInfo> list() {
    return List.copyOf(mounted);
  }
}

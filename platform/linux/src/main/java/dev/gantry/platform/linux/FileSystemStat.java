package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// What a file system is and how full. See
/// [statfs(2)](https://man7.org/linux/man-pages/man2/statfs.2.html).
///
/// @param type the magic number of its kind, such as [#OVERLAY]
/// @param size in bytes
/// @param available bytes that unprivileged users may still fill
/// @param freeInodes how many files may still be made; 0 where that has no limit
public record FileSystemStat(
    long type, long size, long free, long available, long inodes, long freeInodes) {

  public static final long BTRFS = 0x9123683EL;
  public static final long CGROUP = 0x27E0EBL;
  public static final long CGROUP2 = 0x63677270L;
  public static final long EXT4 = 0xEF53L;
  public static final long NSFS = 0x6E736673L;
  public static final long OVERLAY = 0x794C7630L;
  public static final long PROC = 0x9FA0L;
  public static final long SYSFS = 0x62656572L;
  public static final long TMPFS = 0x01021994L;
  public static final long XFS = 0x58465342L;

  private static final int STRUCT_SIZE = 120;

  /// The file system that a path of the host leads to.
  public static FileSystemStat of(Path path) throws ErrnoException {
    try (var file = Fd.open(path, OpenFlag.PATH)) {
      return of(file);
    }
  }

  /// The file system that an open file is on.
  public static FileSystemStat of(Fd fd) throws ErrnoException {
    try (var call = new NativeCall()) {
      var stat = call.allocate(STRUCT_SIZE);
      call.invoke(Syscall.FSTATFS, call.fd(fd), stat.address());
      long block = stat.get(ValueLayout.JAVA_LONG, 8);
      return new FileSystemStat(
          stat.get(ValueLayout.JAVA_LONG, 0),
          stat.get(ValueLayout.JAVA_LONG, 16) * block,
          stat.get(ValueLayout.JAVA_LONG, 24) * block,
          stat.get(ValueLayout.JAVA_LONG, 32) * block,
          stat.get(ValueLayout.JAVA_LONG, 40),
          stat.get(ValueLayout.JAVA_LONG, 48));
    }
  }
}

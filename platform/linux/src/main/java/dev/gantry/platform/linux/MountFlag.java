package dev.gantry.platform.linux;

/// How a file system is mounted. See
/// [mount(2)](https://man7.org/linux/man-pages/man2/mount.2.html).
public enum MountFlag implements Flag {
  READ_ONLY(1),
  NO_SET_UID(2),
  NO_DEVICES(4),
  NO_EXECUTE(8),
  SYNCHRONOUS(16),
  REMOUNT(32),
  NO_ACCESS_TIME(1024),
  NO_DIRECTORY_ACCESS_TIME(2048),
  BIND(4096),
  MOVE(8192),
  /// With [#BIND]: the mounts below the source too.
  RECURSIVE(16384),
  SILENT(32768),
  RELATIVE_ACCESS_TIME(1 << 21),
  STRICT_ACCESS_TIME(1 << 24);

  private final long bits;

  MountFlag(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}

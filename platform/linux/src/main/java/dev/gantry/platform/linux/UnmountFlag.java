package dev.gantry.platform.linux;

/// See [umount2(2)](https://man7.org/linux/man-pages/man2/umount.2.html).
public enum UnmountFlag implements Flag {
  FORCE(1),
  /// Out of sight at once, gone when nobody uses it any more.
  DETACH(2),
  /// Fail with `EINVAL` when the path is a symbolic link.
  NO_FOLLOW(8);

  private final long bits;

  UnmountFlag(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}

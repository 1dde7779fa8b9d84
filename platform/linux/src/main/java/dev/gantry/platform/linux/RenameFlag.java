package dev.gantry.platform.linux;

/// See [renameat2(2)](https://man7.org/linux/man-pages/man2/renameat2.2.html).
public enum RenameFlag implements Flag {
  /// Fail with `EEXIST` instead of replacing the target.
  NO_REPLACE(1),
  /// Swap two existing names.
  EXCHANGE(2);

  private final long bits;

  RenameFlag(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}

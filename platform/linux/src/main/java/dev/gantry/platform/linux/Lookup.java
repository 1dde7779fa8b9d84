package dev.gantry.platform.linux;

/// How the components of a path are followed below a [Directory]. Magic links, such as those in
/// `/proc/self/fd`, are never followed. See
/// [openat2(2)](https://man7.org/linux/man-pages/man2/openat2.2.html).
public enum Lookup {
  /// As if the directory were the root: `/` and `..` stop there, absolute links start there.
  IN_ROOT(0x10),
  /// Whatever would leave the directory, even for a moment, fails with `EXDEV`.
  BENEATH(0x08),
  /// Like [#BENEATH], and every symbolic link on the way fails with `ELOOP`.
  NO_SYMLINKS(0x08 | 0x04);

  private static final long NO_MAGIC_LINKS = 0x02;

  private final long bits;

  Lookup(long bits) {
    this.bits = bits;
  }

  long resolveBits() {
    return bits | NO_MAGIC_LINKS;
  }
}

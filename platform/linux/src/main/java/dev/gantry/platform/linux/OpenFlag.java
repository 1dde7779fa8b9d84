package dev.gantry.platform.linux;

/// How a file is opened. `O_CLOEXEC` is not among them because it is always set.
///
/// See [open(2)](https://man7.org/linux/man-pages/man2/open.2.html).
public enum OpenFlag implements Flag {
  READ_ONLY(0),
  WRITE_ONLY(01),
  READ_WRITE(02),
  CREATE(0100),
  /// With [#CREATE]: fail when the name exists, also as a dangling symbolic link.
  EXCLUSIVE(0200),
  NO_CONTROLLING_TERMINAL(0400),
  TRUNCATE(01000),
  APPEND(02000),
  NON_BLOCKING(04000),
  DIRECTORY(0200000, 040000),
  /// Fail with `ELOOP` when the last component is a symbolic link; with [#PATH], open the link.
  NO_FOLLOW(0400000, 0100000),
  NO_ACCESS_TIME(01000000),
  /// A handle on the file that can neither be read nor written; needs no permission on the file.
  PATH(010000000),
  /// An unnamed file in the directory that is opened.
  TEMPORARY(020200000, 020040000);

  static final long CLOSE_ON_EXEC = 02000000;

  private final long x86;
  private final long arm;

  OpenFlag(long bits) {
    this(bits, bits);
  }

  OpenFlag(long x86, long arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  @Override
  public long bits() {
    return Machine.IS_X86 ? x86 : arm;
  }
}

package dev.gantry.platform.linux;

/// The `AT_` constants of the calls that take a directory descriptor.
final class At {
  /// Instead of a directory: the working directory of the process.
  static final int CURRENT = -100;

  static final int SYMLINK_NOFOLLOW = 0x100;
  static final int REMOVE_DIRECTORY = 0x200;
  static final int SYMLINK_FOLLOW = 0x400;
  static final int EMPTY_PATH = 0x1000;

  private At() {}
}

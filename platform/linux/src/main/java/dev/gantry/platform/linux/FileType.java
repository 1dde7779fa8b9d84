package dev.gantry.platform.linux;

/// What kind of file an inode is. See
/// [inode(7)](https://man7.org/linux/man-pages/man7/inode.7.html).
public enum FileType {
  FIFO(0010000),
  CHARACTER_DEVICE(0020000),
  DIRECTORY(0040000),
  BLOCK_DEVICE(0060000),
  REGULAR(0100000),
  SYMBOLIC_LINK(0120000),
  SOCKET(0140000),
  /// A file system did not say what it is.
  UNKNOWN(0);

  private static final int MASK = 0170000;

  private final int bits;

  FileType(int bits) {
    this.bits = bits;
  }

  /// The bits that stand for this type in `st_mode`.
  public int bits() {
    return bits;
  }

  static FileType ofMode(int mode) {
    for (FileType type : values()) {
      if (type.bits == (mode & MASK)) {
        return type;
      }
    }
    return UNKNOWN;
  }
}

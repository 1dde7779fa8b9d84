package dev.gantry.oci.archive;

/// The compressions archives arrive in, told apart by their first bytes and never by a name.
public enum Compression {
  NONE,
  GZIP,
  ZSTD,
  BZIP2,
  XZ;

  /// How many bytes [#detect] wants to see.
  public static final int MAGIC_LENGTH = 10;

  /// The compression of what starts with the first `length` bytes of `head`, which is fewer
  /// than [#MAGIC_LENGTH] only if there are no more.
  public static Compression detect(byte[] head, int length) {
    if (starts(head, length, 0x1F, 0x8B, 0x08)) {
      return GZIP;
    }
    if (starts(head, length, 0x28, 0xB5, 0x2F, 0xFD) || isSkippableFrame(head, length)) {
      return ZSTD;
    }
    if (isBzip2(head, length)) {
      return BZIP2;
    }
    return starts(head, length, 0xFD, '7', 'z', 'X', 'Z', 0) ? XZ : NONE;
  }

  /// The header of the stream and of its first block, or of its end if it is empty.
  private static boolean isBzip2(byte[] head, int length) {
    return starts(head, length, 'B', 'Z', 'h')
        && length >= 10
        && head[3] >= '1'
        && head[3] <= '9'
        && (head[4] == 0x31 || head[4] == 0x17);
  }

  /// Zstandard data may begin with frames of user data, whose magic numbers differ in four
  /// bits.
  private static boolean isSkippableFrame(byte[] head, int length) {
    return length >= 8
        && (head[0] & 0xF0) == 0x50
        && head[1] == 0x2A
        && head[2] == 0x4D
        && head[3] == 0x18;
  }

  private static boolean starts(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}

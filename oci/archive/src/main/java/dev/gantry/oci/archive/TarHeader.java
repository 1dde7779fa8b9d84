package dev.gantry.oci.archive;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.FileNames;

/// Reads the fields of one 512-byte header block, of whichever dialect: v7, ustar, star, GNU.
final class TarHeader {
  static final int BLOCK = 512;

  private static final int SPARSE_MORE_IN_HEADER = 482;
  private static final int SPARSE_REAL_SIZE = 483;
  private static final int SPARSE_MORE_IN_EXTENSION = 504;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  /// The zero bytes that fill the last block of `size` bytes.
  static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// Compares the checksum, as unsigned and as the signed sum some old writers made of it.
  void verifyChecksum() {
    long expected = number(148, 8, "checksum");
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= 148 && i < 156 ? (byte) ' ' : block[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    if (expected != unsigned && expected != signed) {
      throw new InvalidArgumentException("invalid tar header: checksum does not match");
    }
  }

  byte type() {
    return block[156];
  }

  /// Whether the bytes after the names are ustar's, so that a name prefix may be among them.
  /// GNU tar ends its magic with spaces and keeps times and sparse maps there.
  private boolean isUstar() {
    return matches(257, "ustar\0");
  }

  private boolean isStar() {
    return isUstar() && matches(508, "tar\0");
  }

  boolean isGnu() {
    return matches(257, "ustar  \0");
  }

  private boolean matches(int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (block[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String name() {
    String name = text(0, 100);
    String prefix = isStar() ? text(345, 131) : isUstar() ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkName() {
    return text(157, 100);
  }

  int mode() {
    return (int) (number(100, 8, "mode") & 07777);
  }

  long uid() {
    return number(108, 8, "uid");
  }

  long gid() {
    return number(116, 8, "gid");
  }

  long size() {
    return number(124, 12, "size");
  }

  long modifiedSeconds() {
    return number(136, 12, "mtime");
  }

  String userName() {
    return isUstar() || isGnu() ? text(265, 32) : "";
  }

  String groupName() {
    return isUstar() || isGnu() ? text(297, 32) : "";
  }

  int deviceMajor() {
    return device(329, "major");
  }

  int deviceMinor() {
    return device(337, "minor");
  }

  private int device(int offset, String field) {
    if (!isUstar() && !isGnu()) {
      return 0;
    }
    long value = number(offset, 8, field);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new InvalidArgumentException("invalid tar header: device " + field + " is " + value);
    }
    return (int) value;
  }

  long sparseRealSize() {
    return number(SPARSE_REAL_SIZE, 12, "real size");
  }

  boolean moreSparseInHeader() {
    return block[SPARSE_MORE_IN_HEADER] != 0;
  }

  boolean moreSparseInExtension() {
    return block[SPARSE_MORE_IN_EXTENSION] != 0;
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return FileNames.decode(block, offset, end - offset);
  }

  /// A number in octal, padded by spaces and zero bytes, or in base 256 when the first bit is
  /// set, which is how sizes above 8 GiB, large ids and negative times are written without PAX.
  long number(int offset, int length, String field) {
    if ((block[offset] & 0x80) != 0) {
      return base256(offset, length, field);
    }
    int at = offset;
    int end = offset + length;
    while (at < end && (block[at] == ' ' || block[at] == 0)) {
      at++;
    }
    long value = 0;
    while (at < end && block[at] != ' ' && block[at] != 0) {
      int digit = block[at++] - '0';
      if (digit < 0 || digit > 7) {
        throw new InvalidArgumentException("invalid tar header: " + field + " is not a number");
      }
      value = value << 3 | digit; // at most 12 digits, 36 bits
    }
    return value;
  }

  private long base256(int offset, int length, String field) {
    boolean negative = (block[offset] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < length; i++) {
      int b = block[offset + i] & 0xFF;
      if (i == 0) {
        b = negative ? b : b & 0x7F;
      }
      long top = value >> 55;
      if (top != 0 && top != -1) {
        throw new InvalidArgumentException("invalid tar header: " + field + " is out of range");
      }
      value = value << 8 | b;
    }
    return value;
  }
}

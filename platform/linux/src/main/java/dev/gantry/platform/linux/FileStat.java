package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/// The metadata of a file. See [statx(2)](https://man7.org/linux/man-pages/man2/statx.2.html).
///
/// @param permissions the lower twelve bits of the mode: rwx for three, set-id and sticky
/// @param size in bytes; of a symbolic link, the length of its target
/// @param allocated bytes that the file occupies on disk
/// @param device the file system the file is on
/// @param deviceId of a device node, the device it stands for
public record FileStat(
    FileType type,
    int permissions,
    long uid,
    long gid,
    long size,
    long allocated,
    Instant accessed,
    Instant modified,
    Instant changed,
    DeviceNumber device,
    DeviceNumber deviceId,
    long inode,
    int links) {

  private static final int STRUCT_SIZE = 256;
  private static final int BASIC_STATS = 0x7FF;

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  public boolean isRegular() {
    return type == FileType.REGULAR;
  }

  public boolean isSymbolicLink() {
    return type == FileType.SYMBOLIC_LINK;
  }

  /// Whether this is what overlayfs leaves where something was deleted.
  public boolean isWhiteout() {
    return type == FileType.CHARACTER_DEVICE && deviceId.equals(DeviceNumber.WHITEOUT);
  }

  /// Whether both describe the same inode, under whatever name.
  public boolean isSameFile(FileStat other) {
    return inode == other.inode && device.equals(other.device);
  }

  static FileStat read(NativeCall call, int directory, String name, int flags)
      throws ErrnoException {
    var stat = call.allocate(STRUCT_SIZE);
    call.invokeOn(
        name, Syscall.STATX, directory, call.name(name), flags, BASIC_STATS, stat.address());
    int mode = Short.toUnsignedInt(stat.get(ValueLayout.JAVA_SHORT, 28));
    return new FileStat(
        FileType.ofMode(mode),
        mode & 07777,
        Integer.toUnsignedLong(stat.get(ValueLayout.JAVA_INT, 20)),
        Integer.toUnsignedLong(stat.get(ValueLayout.JAVA_INT, 24)),
        stat.get(ValueLayout.JAVA_LONG, 40),
        stat.get(ValueLayout.JAVA_LONG, 48) * 512,
        time(stat, 64),
        time(stat, 112),
        time(stat, 96),
        device(stat, 136),
        device(stat, 128),
        stat.get(ValueLayout.JAVA_LONG, 32),
        stat.get(ValueLayout.JAVA_INT, 16));
  }

  private static Instant time(MemorySegment stat, long offset) {
    return Instant.ofEpochSecond(
        stat.get(ValueLayout.JAVA_LONG, offset), stat.get(ValueLayout.JAVA_INT, offset + 8));
  }

  private static DeviceNumber device(MemorySegment stat, long offset) {
    return new DeviceNumber(
        stat.get(ValueLayout.JAVA_INT, offset), stat.get(ValueLayout.JAVA_INT, offset + 4));
  }
}

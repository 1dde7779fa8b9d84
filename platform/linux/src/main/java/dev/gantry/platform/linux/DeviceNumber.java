package dev.gantry.platform.linux;

/// The number of a device, or of the file system a file is on. See
/// [makedev(3)](https://man7.org/linux/man-pages/man3/makedev.3.html).
public record DeviceNumber(int major, int minor) {
  /// What overlayfs reads as "deleted" when it is the number of a character device.
  public static final DeviceNumber WHITEOUT = new DeviceNumber(0, 0);

  public DeviceNumber {
    if (major < 0 || major > 0xFFF || minor < 0 || minor > 0xFFFFF) {
      throw new IllegalArgumentException("not a device number: " + major + ":" + minor);
    }
  }

  /// The number as `mknod(2)` takes it.
  long encoded() {
    return ((long) major << 8) | (minor & 0xFF) | ((long) (minor & ~0xFF) << 12);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}

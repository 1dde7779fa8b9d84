package dev.gantry.platform.linux;

/// Whether mounts made below a mount point appear in its copies, and the other way round. See
/// [mount_namespaces(7)](https://man7.org/linux/man-pages/man7/mount_namespaces.7.html).
public enum Propagation {
  SHARED(1 << 20),
  PRIVATE(1 << 18),
  SLAVE(1 << 19),
  UNBINDABLE(1 << 17);

  private final long bits;

  Propagation(long bits) {
    this.bits = bits;
  }

  long bits() {
    return bits;
  }
}

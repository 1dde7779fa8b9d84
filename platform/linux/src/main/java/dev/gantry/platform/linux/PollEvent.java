package dev.gantry.platform.linux;

/// What a descriptor can become ready for. See
/// [epoll_ctl(2)](https://man7.org/linux/man-pages/man2/epoll_ctl.2.html).
public enum PollEvent implements Flag {
  READABLE(0x1),
  WRITABLE(0x4),
  /// Reported whether asked for or not.
  ERROR(0x8),
  /// Both directions are closed; reported whether asked for or not.
  HANG_UP(0x10),
  /// The peer of a stream socket sends no more.
  PEER_CLOSED(0x2000);

  private final long bits;

  PollEvent(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}

package dev.gantry.platform.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// A terminal at a descriptor: its size and its modes. See
/// [ioctl_tty(2)](https://man7.org/linux/man-pages/man2/ioctl_tty.2.html).
///
/// The command line starts with this class, so it uses as little as it can of the rest.
public final class Terminal {
  private static final int TCGETS = 0x5401;
  private static final int TCSETS = 0x5402;
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TIOCSWINSZ = 0x5414;
  private static final int TERMIOS_SIZE = 64;
  private static final int WINSIZE_SIZE = 8;

  // Input: BRKINT, ICRNL, IGNBRK, IGNCR, INLCR, ISTRIP, IXON, PARMRK.
  private static final int INPUT_COOKED = 0x2 | 0x100 | 0x1 | 0x80 | 0x40 | 0x20 | 0x400 | 0x8;
  // Output: OPOST.
  private static final int OUTPUT_COOKED = 0x1;
  // Control: CSIZE, PARENB, and CS8 instead.
  private static final int CONTROL_COOKED = 0x30 | 0x100;
  private static final int CONTROL_RAW = 0x30;
  // Local: ECHO, ECHONL, ICANON, IEXTEN, ISIG.
  private static final int LOCAL_COOKED = 0x8 | 0x40 | 0x2 | 0x8000 | 0x1;

  // Where struct termios of the kernel keeps its fields.
  private static final int INPUT = 0;
  private static final int OUTPUT = 4;
  private static final int CONTROL = 8;
  private static final int LOCAL = 12;
  private static final int V_TIME = 17 + 5;
  private static final int V_MIN = 17 + 6;

  private final Fd fd;

  private Terminal(Fd fd) {
    this.fd = fd;
  }

  /// The terminal that `fd` is open on; empty when that is something else. The descriptor stays
  /// the caller's.
  public static Optional<Terminal> find(Fd fd) throws ErrnoException {
    try (var call = new NativeCall()) {
      var modes = call.allocate(TERMIOS_SIZE);
      long result = call.attempt(Syscall.IOCTL, call.fd(fd), TCGETS, modes.address());
      return result == 0 ? Optional.of(new Terminal(fd)) : Optional.empty();
    }
  }

  /// The size, which is 0 by 0 when nobody has set it.
  public WindowSize size() throws ErrnoException {
    try (var call = new NativeCall()) {
      var size = call.allocate(WINSIZE_SIZE);
      call.invoke(Syscall.IOCTL, call.fd(fd), TIOCGWINSZ, size.address());
      var fields = fields(size);
      return new WindowSize(
          Short.toUnsignedInt(fields.getShort(0)), Short.toUnsignedInt(fields.getShort(2)));
    }
  }

  /// Sets the size; when that changes it, the foreground process group gets `SIGWINCH`.
  public void resize(WindowSize size) throws ErrnoException {
    try (var call = new NativeCall()) {
      var memory = call.allocate(WINSIZE_SIZE);
      fields(memory).putShort(0, (short) size.rows()).putShort(2, (short) size.columns());
      call.invoke(Syscall.IOCTL, call.fd(fd), TIOCSWINSZ, memory.address());
    }
  }

  /// Passes every key on as it is typed, with no echo, no line editing and no signals, until the
  /// result is closed. See `cfmakeraw` in
  /// [termios(3)](https://man7.org/linux/man-pages/man3/termios.3.html).
  public RawMode enterRawMode() throws ErrnoException {
    try (var call = new NativeCall()) {
      int number = call.fd(fd);
      var modes = call.allocate(TERMIOS_SIZE);
      call.invoke(Syscall.IOCTL, number, TCGETS, modes.address());
      var fields = fields(modes);
      var before = new byte[TERMIOS_SIZE];
      fields.get(before);
      change(fields, INPUT, INPUT_COOKED, 0);
      change(fields, OUTPUT, OUTPUT_COOKED, 0);
      change(fields, CONTROL, CONTROL_COOKED, CONTROL_RAW);
      change(fields, LOCAL, LOCAL_COOKED, 0);
      fields.put(V_TIME, (byte) 0).put(V_MIN, (byte) 1);
      call.invoke(Syscall.IOCTL, number, TCSETS, modes.address());
      return new RawMode(this, before);
    }
  }

  private static void change(ByteBuffer modes, int field, int clear, int set) {
    modes.putInt(field, (modes.getInt(field) & ~clear) | set);
  }

  void restore(byte[] modes) {
    try (var call = new NativeCall()) {
      // Fails when the terminal is gone, and then there is nothing to restore.
      call.attempt(Syscall.IOCTL, call.fd(fd), TCSETS, call.bytes(modes).address());
    }
  }

  /// A buffer, since the first access to a segment of each type costs milliseconds at start.
  private static ByteBuffer fields(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}

package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// A terminal made of software: what a program writes to the one end can be read at the other. See
/// [pty(7)](https://man7.org/linux/man-pages/man7/pty.7.html).
public final class PseudoTerminal implements AutoCloseable {
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCSPTLCK = 0x40045431L;

  private final Fd master;
  private final Path peer;

  private PseudoTerminal(Fd master, Path peer) {
    this.master = master;
    this.peer = peer;
  }

  /// Makes one, unlocked. See
  /// [posix_openpt(3)](https://man7.org/linux/man-pages/man3/posix_openpt.3.html).
  public static PseudoTerminal open() throws ErrnoException {
    var master =
        Fd.open(Path.of("/dev/ptmx"), OpenFlag.READ_WRITE, OpenFlag.NO_CONTROLLING_TERMINAL);
    try (var call = new NativeCall()) {
      int number = call.fd(master);
      var argument = call.allocate(4);
      call.invoke(Syscall.IOCTL, number, TIOCSPTLCK, argument.address());
      call.invoke(Syscall.IOCTL, number, TIOCGPTN, argument.address());
      int index = argument.get(ValueLayout.JAVA_INT, 0);
      return new PseudoTerminal(master, Path.of("/dev/pts", Integer.toString(index)));
    } catch (ErrnoException e) {
      master.close();
      throw e;
    }
  }

  /// Our end: reads what programs write, writes what they read. Fails with `EIO` when nobody has
  /// the other end open any more.
  public Fd master() {
    return master;
  }

  /// The file that programs open as their terminal.
  public Path peer() {
    return peer;
  }

  /// Our end as a terminal, which shares size and modes with the other.
  public Terminal terminal() throws ErrnoException {
    return Terminal.find(master)
        .orElseThrow(() -> new IllegalStateException("a pseudo terminal is a terminal"));
  }

  /// Hangs up: processes of the terminal's session get `SIGHUP`.
  @Override
  public void close() {
    master.close();
  }
}

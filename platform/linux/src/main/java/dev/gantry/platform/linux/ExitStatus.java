package dev.gantry.platform.linux;

/// How a process ended.
public sealed interface ExitStatus {
  /// It called `exit`.
  record Exited(int code) implements ExitStatus {}

  /// A signal killed it.
  record Killed(Signal signal, boolean dumpedCore) implements ExitStatus {}

  /// One number for both, as shells count: 128 plus the signal's number for a killed process.
  default int shellCode() {
    return switch (this) {
      case Exited(int code) -> code;
      case Killed(Signal signal, _) -> 128 + signal.number();
    };
  }

  /// From the status word of [wait(2)](https://man7.org/linux/man-pages/man2/wait.2.html).
  static ExitStatus ofWaitStatus(int status) {
    int signal = status & 0x7F;
    return signal == 0
        ? new Exited((status >> 8) & 0xFF)
        : new Killed(new Signal(signal), (status & 0x80) != 0);
  }
}

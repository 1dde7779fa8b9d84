package dev.gantry.platform.linux;

/// A terminal's raw mode, from [Terminal#enterRawMode]; closing restores what was before.
public final class RawMode implements AutoCloseable {
  private final Terminal terminal;
  private final byte[] before;

  RawMode(Terminal terminal, byte[] before) {
    this.terminal = terminal;
    this.before = before;
  }

  /// Idempotent; does nothing when the terminal is gone.
  @Override
  public void close() {
    terminal.restore(before);
  }
}

package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;

/// Rows and columns of a terminal; 0 leaves the kernel's default.
public record TerminalSize(int rows, int columns) {
  public static final TerminalSize UNSET = new TerminalSize(0, 0);

  public TerminalSize {
    if (rows < 0 || rows > 0xffff || columns < 0 || columns > 0xffff) {
      throw new InvalidArgumentException(
          "terminal size " + rows + "x" + columns + " is out of range");
    }
  }
}

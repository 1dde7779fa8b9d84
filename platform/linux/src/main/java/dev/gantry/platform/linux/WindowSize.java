package dev.gantry.platform.linux;

/// The size of a terminal in characters.
public record WindowSize(int rows, int columns) {
  public WindowSize {
    if (rows < 0 || rows > 0xFFFF || columns < 0 || columns > 0xFFFF) {
      throw new IllegalArgumentException("not a terminal size: " + columns + "x" + rows);
    }
  }
}

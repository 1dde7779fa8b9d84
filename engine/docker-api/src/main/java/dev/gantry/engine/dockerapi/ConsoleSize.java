package dev.gantry.engine.dockerapi;

import dev.gantry.engine.runtime.TerminalSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ConsoleSize` on the wire: rows and columns as a list of two.
final class ConsoleSize {
  private ConsoleSize() {}

  static TerminalSize of(@Nullable List<Integer> wire) {
    return wire != null && wire.size() == 2
        ? new TerminalSize(wire.get(0), wire.get(1))
        : TerminalSize.UNSET;
  }
}

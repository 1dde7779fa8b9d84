package dev.gantry.engine.core;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Signal;

/// Signals as users name them.
final class Signals {
  private Signals() {}

  /// Reads `SIGTERM`, `term`, `15` or `RTMIN+3`.
  static Signal parse(String text) {
    return Signal.find(text)
        .orElseThrow(() -> new InvalidArgumentException("invalid signal: " + text));
  }

  /// What asks this container's process to end.
  static Signal stopSignal(ContainerSpec spec) {
    return parse(spec.process().stopSignal().orElse(ProcessSettings.DEFAULT_STOP_SIGNAL));
  }
}

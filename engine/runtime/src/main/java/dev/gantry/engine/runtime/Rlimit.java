package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Locale;

/// A resource limit by its short name (`nofile`); -1 is unlimited.
public record Rlimit(String name, long soft, long hard) {
  public Rlimit {
    if (!name.matches("[a-z]+")) {
      throw new InvalidArgumentException("invalid ulimit type: " + name);
    }
    if (hard != -1 && (soft == -1 || soft > hard)) {
      throw new InvalidArgumentException(
          "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
    }
  }

  String ociType() {
    return "RLIMIT_" + name.toUpperCase(Locale.ROOT);
  }
}

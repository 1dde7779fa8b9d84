package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;

/// A device node of the host made available inside.
///
/// @param access any of `r`, `w`, `m`
public record DeviceSpec(Path hostPath, String containerPath, String access) {
  public DeviceSpec {
    if (!access.matches("[rwm]{1,3}")) {
      throw new InvalidArgumentException("invalid device mode: " + access);
    }
  }
}

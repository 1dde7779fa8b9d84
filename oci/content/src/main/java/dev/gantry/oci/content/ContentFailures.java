package dev.gantry.oci.content;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/// Gives failures of files a category.
final class ContentFailures {
  private ContentFailures() {}

  /// @param what what we were doing, to what
  static GantryException of(String what, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return new UnavailableException(what + ": interrupted", cause);
    }
    var reason = String.valueOf(cause.getMessage());
    return reason.contains("No space left on device") || reason.contains("quota exceeded")
        ? new ResourceExhaustedException(what + ": no space left on device", cause)
        : new InternalException(what + ": " + reason, cause);
  }
}

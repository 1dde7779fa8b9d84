package dev.gantry.engine.snapshots;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;

/// Gives a failure of the disk below the snapshots its category.
final class SnapshotFailure {
  private static final Set<Errno> FULL =
      Set.of(Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM);

  private SnapshotFailure() {}

  /// The failure of `doing`, such as `prepare snapshot 7c4…`.
  static GantryException of(String doing, IOException e) {
    String message = doing + ": " + e.getMessage();
    return isExhausted(e)
        ? new ResourceExhaustedException(message, e)
        : new InternalException(message, e);
  }

  private static boolean isExhausted(IOException e) {
    if (e instanceof ErrnoException errno) {
      return Errno.find(errno.number()).filter(FULL::contains).isPresent();
    }
    // All the JDK tells is the text of strerror(3).
    return e instanceof FileSystemException file
        && FULL.stream().anyMatch(errno -> errno.description().equalsIgnoreCase(file.getReason()));
  }
}

package dev.gantry.oci.archive;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import java.util.EnumSet;
import java.util.Set;

/// Gives a refused system call the category that tells whose fault it is.
final class TreeFailure {
  private static final Set<Errno> TOO_MUCH =
      EnumSet.of(
          Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EMLINK);

  /// Names that lead nowhere, files in place of directories, and the like.
  private static final Set<Errno> IMPOSSIBLE =
      EnumSet.of(
          Errno.ENOENT,
          Errno.ENOTDIR,
          Errno.EISDIR,
          Errno.ELOOP,
          Errno.EXDEV,
          Errno.ENAMETOOLONG,
          Errno.EINVAL,
          Errno.EEXIST,
          Errno.EPERM,
          Errno.EFBIG,
          Errno.ERANGE);

  private TreeFailure() {}

  /// The failure of `doing`, such as `extract usr/bin/env`.
  static GantryException of(String doing, ErrnoException e) {
    String message = doing + ": " + e.getMessage();
    var errno = Errno.find(e.number());
    if (errno.filter(TOO_MUCH::contains).isPresent()) {
      return new ResourceExhaustedException(message, e);
    }
    return errno.filter(IMPOSSIBLE::contains).isPresent()
        ? new InvalidArgumentException(message, e)
        : new InternalException(message, e);
  }
}

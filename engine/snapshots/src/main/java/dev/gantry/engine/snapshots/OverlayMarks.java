package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Xattrs;
import java.util.Arrays;

/// What overlayfs writes into the directories of a layer.
final class OverlayMarks {
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = {'y'};

  private OverlayMarks() {}

  /// Whether a directory hides what has its name in the layers below.
  static boolean isOpaque(Directory directory) throws ErrnoException {
    return isOpaque(Xattrs.of(directory.fd()));
  }

  /// The same of a directory at a path below another.
  static boolean isOpaque(Directory above, String path) throws ErrnoException {
    try (var xattrs = above.xattrs(path)) {
      return isOpaque(xattrs);
    }
  }

  private static boolean isOpaque(Xattrs xattrs) throws ErrnoException {
    return xattrs.find(OPAQUE).filter(value -> Arrays.equals(value, YES)).isPresent();
  }
}

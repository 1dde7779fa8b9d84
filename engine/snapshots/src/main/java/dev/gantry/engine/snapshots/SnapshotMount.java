package dev.gantry.engine.snapshots;

import java.nio.file.Path;
import java.util.List;

/// How to make the tree of a snapshot appear at a directory.
public sealed interface SnapshotMount {

  /// A stack of directories by overlayfs. All names are relative to `base`, and short, so that
  /// many fit into the one page mount(2) takes.
  ///
  /// @param lowers read-only layers, the uppermost first
  /// @param upper collects the changes
  /// @param work overlayfs's own, beside `upper`
  record Overlay(Path base, List<String> lowers, String upper, String work)
      implements SnapshotMount {
    public Overlay {
      lowers = List.copyOf(lowers);
    }
  }

  /// A read-only stack of at least two directories.
  record ReadOnlyOverlay(Path base, List<String> lowers) implements SnapshotMount {
    public ReadOnlyOverlay {
      lowers = List.copyOf(lowers);
    }
  }

  /// One directory as it is.
  record Bind(Path source, boolean readOnly) implements SnapshotMount {}
}

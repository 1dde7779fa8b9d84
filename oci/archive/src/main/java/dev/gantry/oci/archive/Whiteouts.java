package dev.gantry.oci.archive;

/// What the extractor makes of whiteouts, the names by which a layer says that something below
/// it is deleted: `.wh.<name>`, and `.wh..wh..opq` for all of a directory.
public enum Whiteouts {
  /// They are names like any other and written as they are: for archives that are no layers.
  PLAIN,
  /// They are left out: for a lowest layer, below which nothing is to be deleted.
  IGNORED,
  /// They become overlayfs's own: a character device 0:0 and the attribute
  /// `trusted.overlay.opaque`. Overlayfs does not look for that at the root of a layer; whoever
  /// stacks layers must end the stack at one whose root has it.
  OVERLAY
}

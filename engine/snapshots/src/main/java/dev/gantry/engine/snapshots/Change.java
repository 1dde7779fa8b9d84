package dev.gantry.engine.snapshots;

/// A difference between an active snapshot and its parent.
///
/// @param path absolute, in the notation of [dev.gantry.platform.linux.FileNames]
public record Change(String path, Kind kind) {
  /// In docker's order, which numbers them from 0.
  public enum Kind {
    MODIFIED,
    ADDED,
    DELETED
  }
}

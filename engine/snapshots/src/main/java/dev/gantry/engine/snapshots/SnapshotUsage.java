package dev.gantry.engine.snapshots;

/// What a snapshot takes by itself, without its parents.
///
/// @param bytes the sizes of its files as docker adds them up: apparent, hard links once
/// @param inodes files and directories
public record SnapshotUsage(long bytes, long inodes) {
  public static final SnapshotUsage NOTHING = new SnapshotUsage(0, 0);
}

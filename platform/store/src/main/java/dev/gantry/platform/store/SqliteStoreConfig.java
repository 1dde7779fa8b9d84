package dev.gantry.platform.store;

import java.nio.file.Path;

/// Where a `SqliteStore` lives and how much past it keeps.
///
/// @param file the database; `-wal`, `-shm` and `.lock` files appear beside it
/// @param nativeDirectory a private directory for SQLite's shared library
/// @param historyLimit how many superseded values to keep before old revisions are compacted
/// @param watchBuffer how many events may wait for a slow watcher
public record SqliteStoreConfig(
    Path file, Path nativeDirectory, int historyLimit, int watchBuffer) {

  /// The defaults for a database in `directory`.
  public static SqliteStoreConfig in(Path directory) {
    return new SqliteStoreConfig(
        directory.resolve("store.db"), directory.resolve("native"), 2_000, 4096);
  }

  /// The same with another bound of its past.
  public SqliteStoreConfig withHistoryLimit(int limit) {
    return new SqliteStoreConfig(file, nativeDirectory, limit, watchBuffer);
  }
}

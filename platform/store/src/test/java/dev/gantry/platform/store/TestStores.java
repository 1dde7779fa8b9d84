package dev.gantry.platform.store;

import java.nio.file.Path;

/// Configurations for tests.
final class TestStores {
  private TestStores() {}

  /// The library is unpacked once for all tests, since a process loads it once.
  static SqliteStoreConfig config(Path directory) {
    return new SqliteStoreConfig(
        directory.resolve("store.db"),
        Path.of("target", "native").toAbsolutePath(),
        20_000,
        StoreContract.WATCH_BUFFER);
  }
}

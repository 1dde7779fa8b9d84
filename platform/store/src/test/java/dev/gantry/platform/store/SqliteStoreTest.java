package dev.gantry.platform.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Store open() {
    return SqliteStore.open(TestStores.config(directory));
  }
}

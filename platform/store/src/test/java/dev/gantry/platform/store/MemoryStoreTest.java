package dev.gantry.platform.store;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return new MemoryStore(WATCH_BUFFER);
  }
}

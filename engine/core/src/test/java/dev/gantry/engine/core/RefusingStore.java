package dev.gantry.engine.core;

import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.ListRequest;
import dev.gantry.platform.store.MemoryStore;
import dev.gantry.platform.store.Page;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Transaction;
import dev.gantry.platform.store.Watch;
import java.util.Optional;

/// A store whose disk can be filled.
final class RefusingStore implements Store {
  private final Store store = new MemoryStore();
  private volatile boolean full;

  void refuse() {
    full = true;
  }

  @Override
  public long commit(Transaction transaction, Durability durability) {
    if (full) {
      throw new ResourceExhaustedException("no space left on device");
    }
    return store.commit(transaction, durability);
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public Optional<Entry> find(String key) {
    return store.find(key);
  }

  @Override
  public Page list(ListRequest request) {
    return store.list(request);
  }

  @Override
  public Watch watch(String prefix, long afterRevision) {
    return store.watch(prefix, afterRevision);
  }

  @Override
  public void compact(long revision) {
    store.compact(revision);
  }

  @Override
  public void close() {
    store.close();
  }
}

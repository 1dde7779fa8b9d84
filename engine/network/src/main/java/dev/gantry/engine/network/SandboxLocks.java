package dev.gantry.engine.network;

import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.lifecycle.KeyedLock;
import java.util.function.Supplier;

/// Lets only one thread at a time work on a sandbox.
final class SandboxLocks {
  private final KeyedLock<SandboxId> locks = new KeyedLock<>();

  <T> T locked(SandboxId sandbox, Supplier<T> work) {
    try (var _ = locks.lock(sandbox)) {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for sandbox " + sandbox, e);
    }
  }

  void run(SandboxId sandbox, Runnable work) {
    locked(
        sandbox,
        () -> {
          work.run();
          return true;
        });
  }
}

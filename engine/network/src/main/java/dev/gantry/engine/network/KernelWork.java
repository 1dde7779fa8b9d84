package dev.gantry.engine.network;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;

/// Work on kernel objects, whose checked failures become categories at this module's face.
@FunctionalInterface
interface KernelWork<T> {
  T run() throws IOException, InterruptedException;

  /// Runs `work`; `doing` begins the message of a failure.
  static <T> T call(String doing, KernelWork<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new InternalException(doing + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(doing + ": interrupted", e);
    }
  }

  /// Like [#call], for work without a result.
  static void run(String doing, Action action) {
    call(
        doing,
        () -> {
          action.run();
          return true;
        });
  }

  /// Work without a result.
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException;
  }
}

package dev.gantry.platform.linux;

import java.util.Set;
import java.util.concurrent.Semaphore;

/// Lets one thread at a time block until a descriptor is ready, without occupying the carrier of a
/// virtual thread. From [Poller#waiter].
public final class PollWaiter implements AutoCloseable {
  private final Semaphore ready = new Semaphore(0);
  private final Poller.Registration registration;

  /// Whether the kernel is to tell us once; the registration starts like that.
  private boolean armed = true;

  PollWaiter(Poller poller, Fd fd, Set<PollEvent> events) throws ErrnoException {
    registration = poller.register(fd, events, Poller.Mode.ONE_SHOT, (_, _) -> ready.release());
  }

  /// Returns when the descriptor is ready, or in error, or hung up; at once when it is now.
  public void await() throws ErrnoException, InterruptedException {
    if (!armed) {
      registration.rearm();
      armed = true;
    }
    ready.acquire();
    armed = false;
  }

  /// Lets the thread that waits, or the next one that does, go on as if the descriptor were ready.
  public void wake() {
    ready.release();
  }

  @Override
  public void close() {
    registration.close();
  }
}

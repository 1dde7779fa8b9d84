package dev.gantry.platform.linux;

/// Waiting for the end of threads.
final class Joins {
  private Joins() {}

  /// Waits whatever happens; an interrupt is kept for the caller.
  static void uninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.gantry.kube.apiserver;

/// Interrupts the thread that made it when the client leaves, until it is closed: a thread that
/// does not itself read from the client would not notice.
final class ClientWatch implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private boolean left;
  private boolean over;

  /// From the thread that reads from the client.
  synchronized void clientLeft() {
    left = true;
    if (!over) {
      worker.interrupt();
    }
  }

  synchronized boolean hasLeft() {
    return left;
  }

  /// The work is done: what happens to the client from now on need not interrupt anybody.
  synchronized void workDone() {
    over = true;
  }

  @Override
  public void close() {
    workDone();
  }
}

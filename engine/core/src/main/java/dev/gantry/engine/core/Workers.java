package dev.gantry.engine.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The virtual threads of the engine's own doing, which no request waits for: watching tasks,
/// tidying up. [#close] interrupts them and waits for their end.
final class Workers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  void run(String name, Work work) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> runOwned(name, work));
    threads.add(thread);
    thread.start();
  }

  private void runOwned(String name, Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!closing) {
        log.error("background work failed work={}", name, e);
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// What a thread does.
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }
}

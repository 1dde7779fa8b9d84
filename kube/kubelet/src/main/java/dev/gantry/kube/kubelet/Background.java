package dev.gantry.kube.kubelet;

import dev.gantry.platform.lifecycle.OwnedThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node agent's virtual threads that end by themselves. Closing interrupts and awaits them.
final class Background implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private final Set<OwnedThread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /// Runs work on a thread of its own.
  ///
  /// @return the thread, for those who may want to interrupt it
  OwnedThread run(String name, OwnedThread.Work work) {
    var registered = new CountDownLatch(1);
    var self = new OwnedThread[1];
    var thread =
        OwnedThread.virtual(
            name,
            () -> {
              registered.await();
              try {
                work.run();
              } catch (RuntimeException e) {
                if (!closing) {
                  log.error("background work failed work={}", name, e);
                }
              } finally {
                threads.remove(self[0]);
              }
            });
    self[0] = thread;
    threads.add(thread);
    registered.countDown();
    if (closing) {
      thread.interrupt();
    }
    return thread;
  }

  @Override
  public void close() {
    closing = true;
    threads.forEach(OwnedThread::interrupt);
    threads.forEach(OwnedThread::close);
  }
}

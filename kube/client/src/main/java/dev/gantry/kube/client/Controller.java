package dev.gantry.kube.client;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a reconciler: a queue of keys and the threads that work on them.
///
/// Works from the moment the informers it reads have their first lists. [#close] ends the work and
/// waits for it; informers and timers stay their owner's.
public final class Controller<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Controller.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final String name;
  private final Reconciler<K> reconciler;
  private final WorkQueue<K> queue;
  private final List<OwnedThread> workers = new ArrayList<>();

  private Controller(String name, Timers timers, Reconciler<K> reconciler) {
    this.name = name;
    this.reconciler = reconciler;
    queue = new WorkQueue<>(timers, FIRST_RETRY, LONGEST_RETRY);
  }

  /// Starts to work.
  ///
  /// @param reads informers whose first lists the reconciler needs
  public static <K> Controller<K> start(
      String name, Timers timers, int workers, List<Informer> reads, Reconciler<K> reconciler) {
    var controller = new Controller<>(name, timers, reconciler);
    for (int i = 0; i < workers; i++) {
      controller.workers.add(
          OwnedThread.virtual(
              name + " controller",
              () -> {
                for (Informer informer : reads) {
                  informer.waitForSync();
                }
                controller.work();
              }));
    }
    return controller;
  }

  /// Has the reconciler look at a key.
  public void enqueue(K key) {
    queue.add(key);
  }

  private void work() throws InterruptedException {
    while (true) {
      K key = queue.take();
      try {
        reconcile(key);
      } finally {
        queue.done(key);
      }
    }
  }

  private void reconcile(K key) throws InterruptedException {
    try {
      Reconciler.Outcome outcome = reconciler.reconcile(key);
      queue.forget(key);
      switch (outcome) {
        case Reconciler.Outcome.Done() -> {}
        case Reconciler.Outcome.RetryAfter(Duration delay) -> queue.addAfter(key, delay);
      }
    } catch (StatusException e) {
      // Somebody else was first, or the view was old: the next look will be at the newer state.
      if (e.isConflict() || e.isNotFound()) {
        log.debug("will try again controller={} key={}: {}", name, key, e.getMessage());
      } else {
        log.warn("will try again controller={} key={}: {}", name, key, e.getMessage());
      }
      queue.addRateLimited(key);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      log.warn("will try again controller={} key={}", name, key, e);
      queue.addRateLimited(key);
    }
  }

  @Override
  public void close() {
    queue.shutDown();
    workers.forEach(OwnedThread::interrupt);
    workers.forEach(OwnedThread::close);
  }
}

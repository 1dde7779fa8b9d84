package dev.gantry.kube.client;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the objects of one kind in memory: lists them, follows the changes, and lists again when
/// the thread of changes tore. Listeners hear the difference, so none is lost and each is told
/// once.
///
/// The view lags behind the API, but not behind writes made through [Informers#client]: those show
/// at once, so a reconciler that has just made a pod finds it when it runs again and does not make
/// a second one.
public final class Informer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Informer.class);

  /// A watch wakes up for changes only; this merely bounds one wait.
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final ApiClient api;
  private final GroupVersionKind kind;
  private final ListOptions scope;
  private final ObjectCache cache = new ObjectCache();
  private final CountDownLatch synced = new CountDownLatch(1);
  private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(30));
  private final OwnedThread thread;

  /// Starts to follow the objects of a kind that `scope` selects.
  public Informer(ApiClient api, GroupVersionKind kind, ListOptions scope) {
    this.api = api;
    this.kind = kind;
    this.scope = scope;
    thread = OwnedThread.virtual("informer " + kind.kind(), this::run);
  }

  public GroupVersionKind kind() {
    return kind;
  }

  /// Waits until the first list has arrived.
  public void waitForSync() throws InterruptedException {
    synced.await();
  }

  /// Whether the first list has arrived.
  public boolean hasSynced() {
    return synced.getCount() == 0;
  }

  public Optional<KubeObject> find(ObjectKey key) {
    return cache.find(key);
  }

  /// All objects, in no order.
  public List<KubeObject> list() {
    return cache.all();
  }

  /// The objects with that value in an index, in no order.
  public List<KubeObject> by(Index index, String value) {
    return cache.by(index, value);
  }

  /// Tells `listener` of every object present now, and of every change from then on.
  public void listen(ChangeListener listener) {
    cache.listen(listener);
  }

  void wrote(KubeObject object) {
    cache.wrote(object);
  }

  void deleted(ObjectKey key, String uid) {
    cache.deleted(key, uid);
  }

  private void run() throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        follow();
      } catch (StatusException e) {
        if (!e.is(StatusReason.EXPIRED) && !e.is(StatusReason.SERVICE_UNAVAILABLE)) {
          log.warn("cannot follow, will list again kind={}", kind, e);
        }
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        log.warn("cannot follow, will list again kind={}", kind, e);
      }
      Thread.sleep(backoff.next());
    }
  }

  private void follow() throws InterruptedException {
    ObjectList list = api.list(kind, scope);
    cache.replace(list);
    synced.countDown();
    try (ObjectWatch watch = api.watch(kind, scope, list.resourceVersion())) {
      while (true) {
        List<ObjectEvent> events = watch.next(PATIENCE);
        events.forEach(cache::apply);
        backoff.reset();
      }
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}

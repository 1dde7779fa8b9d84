package dev.gantry.kube.auth;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.client.ObjectEvent;
import dev.gantry.kube.client.ObjectList;
import dev.gantry.kube.client.ObjectWatch;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps somebody informed of all objects of a kind: once as they are, then of each change.
final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final ApiClient api;
  private final GroupVersionKind kind;
  private final Consumer<KubeObject> present;
  private final Consumer<KubeObject> gone;
  private final Runnable settled;
  private final Map<ObjectKey, KubeObject> known = new HashMap<>();
  private final CountDownLatch complete = new CountDownLatch(1);
  private final OwnedThread thread;

  /// @param settled runs after each batch of changes
  Follower(
      ApiClient api,
      GroupVersionKind kind,
      Consumer<KubeObject> present,
      Consumer<KubeObject> gone,
      Runnable settled) {
    this.api = api;
    this.kind = kind;
    this.present = present;
    this.gone = gone;
    this.settled = settled;
    this.thread = OwnedThread.virtual("follow " + kind.kind(), this::run);
  }

  /// Waits until everything that existed has been reported.
  void awaitComplete() throws InterruptedException {
    complete.await();
  }

  private void run() throws InterruptedException {
    while (true) {
      try {
        follow();
      } catch (StatusException e) {
        if (!e.is(StatusReason.EXPIRED)) {
          log.warn("following kind={} failed, trying again problem={}", kind, e.getMessage());
          Thread.sleep(AFTER_FAILURE);
        }
      }
    }
  }

  private void follow() throws InterruptedException {
    ObjectList all = api.list(kind, ListOptions.ALL);
    Set<ObjectKey> vanished = new HashSet<>(known.keySet());
    for (KubeObject object : all.items()) {
      vanished.remove(object.key());
      put(object);
    }
    vanished.forEach(this::remove);
    settled.run();
    complete.countDown();
    try (ObjectWatch watch = api.watch(kind, ListOptions.ALL, all.resourceVersion())) {
      while (true) {
        for (ObjectEvent event : watch.next(PATIENCE)) {
          switch (event) {
            case ObjectEvent.Added(KubeObject object) -> put(object);
            case ObjectEvent.Modified(KubeObject object) -> put(object);
            case ObjectEvent.Deleted(KubeObject object) -> remove(object.key());
          }
        }
        settled.run();
      }
    }
  }

  private void put(KubeObject object) {
    known.put(object.key(), object);
    present.accept(object);
  }

  private void remove(ObjectKey key) {
    KubeObject last = known.remove(key);
    if (last != null) {
      gone.accept(last);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}

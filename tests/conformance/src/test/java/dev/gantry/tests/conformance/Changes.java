package dev.gantry.tests.conformance;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What one watch told, in its order.
final class Changes<T extends HasMetadata> implements AutoCloseable {
  /// One notification.
  record Change<T>(String type, T object) {
    boolean is(String wanted) {
      return type.equals(wanted);
    }
  }

  private final BlockingQueue<Change<T>> queue = new LinkedBlockingQueue<>();
  private final Watch watch;

  private Changes(Watchable<T> collection, String resourceVersion) {
    var options =
        new ListOptionsBuilder().withResourceVersion(resourceVersion).withWatch(true).build();
    watch =
        collection.watch(
            options,
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, T object) {
                queue.add(new Change<>(action.name(), object));
              }

              @Override
              public void onClose(WatcherException cause) {
                queue.clear();
              }
            });
  }

  /// Watches what happens after `resourceVersion`.
  static <T extends HasMetadata> Changes<T> of(Watchable<T> collection, String resourceVersion) {
    return new Changes<>(collection, resourceVersion);
  }

  /// Waits for the next notification.
  Change<T> next() {
    try {
      Change<T> change = queue.poll(30, TimeUnit.SECONDS);
      if (change == null) {
        throw new AssertionError("the watch told nothing for 30 s");
      }
      return change;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stop);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}

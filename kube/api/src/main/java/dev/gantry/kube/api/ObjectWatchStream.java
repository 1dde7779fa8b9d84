package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Event;
import dev.gantry.platform.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A watch of the store, read as objects. What a selector hides is compared with what it showed
/// before, so that an object leaving the selection is reported as deleted.
final class ObjectWatchStream implements WatchStream {
  /// Changes that wait already are handed out together, up to about so many.
  private static final int BATCH = 200;

  private final ObjectStorage storage;
  private final KindView view;
  private final Selection selection;
  private final Watch changes;
  private List<WatchEvent> present;
  private long delivered;

  ObjectWatchStream(
      ObjectStorage storage,
      KindView view,
      Selection selection,
      Watch changes,
      long after,
      List<WatchEvent> present) {
    this.storage = storage;
    this.view = view;
    this.selection = selection;
    this.changes = changes;
    this.delivered = after;
    this.present = present;
  }

  /// Everything up to this revision was returned by [#next].
  long delivered() {
    return delivered;
  }

  @Override
  public List<WatchEvent> next(Duration patience) throws InterruptedException {
    if (!present.isEmpty()) {
      List<WatchEvent> first = present;
      present = List.of();
      return first;
    }
    try {
      return changes(patience);
    } catch (OutOfRangeException e) {
      throw ResourceVersions.expired(delivered);
    } catch (UnavailableException e) {
      throw new StatusException(
          StatusReason.SERVICE_UNAVAILABLE, "the server is shutting down", Optional.empty());
    }
  }

  /// Returns what is left up to now; when there is nothing, [#delivered] is the present revision.
  List<WatchEvent> settle() throws InterruptedException {
    long newest = storage.store().revision();
    // A new watch is registered once all others know of the revision it begins at.
    storage.store().watch(StorageKeys.ROOT, newest).close();
    List<WatchEvent> rest = next(Duration.ZERO);
    if (rest.isEmpty()) {
      delivered = Math.max(delivered, newest);
    }
    return rest;
  }

  private List<WatchEvent> changes(Duration patience) throws InterruptedException {
    List<WatchEvent> events = new ArrayList<>();
    long deadline = System.nanoTime() + patience.toNanos();
    Duration left = patience;
    while (true) {
      Optional<List<Event>> transaction = changes.poll(left);
      if (transaction.isEmpty()) {
        return events;
      }
      for (Event event : transaction.get()) {
        translate(event).ifPresent(events::add);
        delivered = event.revision();
      }
      if (events.size() >= BATCH) {
        return events;
      }
      long remaining = deadline - System.nanoTime();
      left = events.isEmpty() && remaining > 0 ? Duration.ofNanos(remaining) : Duration.ZERO;
    }
  }

  private Optional<WatchEvent> translate(Event event) {
    return switch (event) {
      case Event.Created(Entry entry) -> appeared(entry);
      case Event.Updated(Entry entry, Entry previous) -> updated(entry, previous);
      case Event.Deleted(Entry previous, long revision) -> disappeared(previous, revision);
    };
  }

  private Optional<WatchEvent> appeared(Entry entry) {
    StoredBytes object = storage.of(entry);
    return selection.matches(object) ? event(WatchEvent.Type.ADDED, object) : Optional.empty();
  }

  private Optional<WatchEvent> updated(Entry entry, Entry previous) {
    StoredBytes now = storage.of(entry);
    StoredBytes before = storage.of(previous);
    if (selection.isEverything()) {
      return event(WatchEvent.Type.MODIFIED, now);
    }
    boolean matched = selection.matches(before);
    if (selection.matches(now)) {
      return event(matched ? WatchEvent.Type.MODIFIED : WatchEvent.Type.ADDED, now);
    }
    return matched
        ? event(WatchEvent.Type.DELETED, before.deletedAt(entry.revision()))
        : Optional.empty();
  }

  private Optional<WatchEvent> disappeared(Entry previous, long revision) {
    if (previous.value().length == 0) {
      return Optional.of(new WatchEvent(WatchEvent.Type.DELETED, unreadable(previous, revision)));
    }
    StoredBytes last = storage.of(previous).deletedAt(revision);
    return selection.matches(last) ? event(WatchEvent.Type.DELETED, last) : Optional.empty();
  }

  /// An object whose last value was damaged on the disk: its key is all that is known.
  private StoredObject unreadable(Entry previous, long revision) {
    String path = previous.key().substring(StorageKeys.prefix(view.stored()).length());
    int slash = path.indexOf('/');
    var key = new ObjectKey(slash < 0 ? "" : path.substring(0, slash), path.substring(slash + 1));
    KubeObject object = KubeObject.named(view.kind().groupVersionKind(), key);
    return new StoredTree(ObjectEncoding.at(object, revision));
  }

  private Optional<WatchEvent> event(WatchEvent.Type type, StoredBytes object) {
    return Optional.of(new WatchEvent(type, view.show(object)));
  }

  @Override
  public void close() {
    changes.close();
  }
}

package dev.gantry.kube.api;

import dev.gantry.kube.objects.StatusCause;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Page;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens watches: where they begin, and whether with the present objects.
final class WatchObjects {
  private final ObjectStorage storage;
  private final Duration bookmarkInterval;

  WatchObjects(ObjectStorage storage, Duration bookmarkInterval) {
    this.storage = storage;
    this.bookmarkInterval = bookmarkInterval;
  }

  WatchStream watch(KindView view, WatchQuery query) {
    check(query);
    var selection = new Selection(view, query.labelSelector(), query.fieldSelector());
    String prefix = StorageKeys.prefix(view.stored(), query.namespace());
    Store store = storage.store();
    long version = ResourceVersions.parse(query.resourceVersion());
    ResourceVersions.await(store, version);
    boolean listFirst = query.sendInitialEvents().orElse(version == 0);
    if (!listFirst) {
      long start = version == 0 ? store.revision() : version;
      return stream(view, selection, query, prefix, start, List.of());
    }
    Page page = store.list(prefix);
    List<WatchEvent> present = new ArrayList<>();
    for (Entry entry : page.entries()) {
      StoredBytes object = storage.of(entry);
      if (selection.matches(object)) {
        present.add(new WatchEvent(WatchEvent.Type.ADDED, view.show(object)));
      }
    }
    if (query.sendInitialEvents().isPresent() && query.bookmarks()) {
      present.add(Bookmark.endOfInitialEvents(view.kind(), page.revision()));
    }
    return stream(view, selection, query, prefix, page.revision(), present);
  }

  private WatchStream stream(
      KindView view,
      Selection selection,
      WatchQuery query,
      String prefix,
      long after,
      List<WatchEvent> present) {
    Watch changes;
    try {
      changes = storage.store().watch(prefix, after);
    } catch (OutOfRangeException e) {
      throw ResourceVersions.expired(after);
    }
    var stream = new ObjectWatchStream(storage, view, selection, changes, after, present);
    return query.bookmarks() ? new BookmarkedStream(stream, view.kind(), bookmarkInterval) : stream;
  }

  private static void check(WatchQuery query) {
    String match = query.resourceVersionMatch();
    Optional<Boolean> initial = query.sendInitialEvents();
    if (initial.isEmpty() && !match.isEmpty()) {
      throw ListOptionsProblem.of(
          StatusCause.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    }
    if (initial.isPresent() && !match.equals("NotOlderThan")) {
      throw ListOptionsProblem.of(
          StatusCause.forbidden(
              "resourceVersionMatch",
              "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
  }
}

package dev.gantry.platform.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Reads the changes between two revisions of the past, transaction by transaction.
final class CatchUp {
  private static final int PAGE = 500;

  private final History history;
  private final KeyRange range;
  private final LongConsumer requireReadable;
  private final long endId;
  private final Deque<History.Past> page = new ArrayDeque<>();
  private long nextId;
  private boolean exhausted;

  /// @param requireReadable throws when a revision has been compacted
  CatchUp(History history, KeyRange range, LongConsumer requireReadable, long after, long upTo) {
    this.history = history;
    this.range = range;
    this.requireReadable = requireReadable;
    this.nextId = Row.idAfter(after);
    this.endId = Row.idAfter(upTo);
    this.exhausted = after >= upTo;
  }

  /// The events of the next transaction; empty when there are no more.
  Optional<List<Event>> next() {
    List<Event> transaction = new ArrayList<>();
    while (fill()) {
      long revision = page.element().event().revision();
      if (!transaction.isEmpty() && transaction.getFirst().revision() != revision) {
        break;
      }
      transaction.add(page.remove().event());
    }
    return transaction.isEmpty() ? Optional.empty() : Optional.of(transaction);
  }

  /// Makes sure the page holds the next change. Returns false when there is none.
  private boolean fill() {
    if (page.isEmpty() && !exhausted) {
      List<History.Past> changes = history.changes(range, nextId, endId, PAGE);
      // Asked afterwards: a compaction that began meanwhile may have taken rows from under us.
      requireReadable.accept(Row.revision(nextId) - 1);
      exhausted = changes.size() < PAGE;
      if (!changes.isEmpty()) {
        nextId = changes.getLast().id() + 1;
        page.addAll(changes);
      }
    }
    return !page.isEmpty();
  }
}

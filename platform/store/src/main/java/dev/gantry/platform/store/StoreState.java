package dev.gantry.platform.store;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// All present entries, as of one revision.
///
/// @param compacted the oldest revision that can still be read
record StoreState(SortedEntries entries, long revision, long compacted) {

  /// An empty store is at revision 1, since 0 means "now" to those who list.
  static final long FIRST_REVISION = 1;

  static final StoreState EMPTY =
      new StoreState(SortedEntries.EMPTY, FIRST_REVISION, FIRST_REVISION);

  /// What became of a transaction.
  sealed interface Outcome {
    /// It happened; no events means it had nothing to change.
    record Done(StoreState after, List<Event> events) implements Outcome {}

    /// A condition did not hold. The failure is made by the waiting thread, for its stack trace.
    record Refused(Supplier<GantryException> failure) implements Outcome {}
  }

  StoreState compactedTo(long oldest) {
    return new StoreState(entries, revision, oldest);
  }

  void requireReadable(long wanted) {
    if (wanted > revision) {
      throw notYetWritten(wanted);
    }
    if (wanted < compacted) {
      throw new OutOfRangeException(
          "revision " + wanted + " is too old, the oldest after compaction is " + compacted);
    }
  }

  OutOfRangeException notYetWritten(long wanted) {
    return new OutOfRangeException(
        "revision " + wanted + " is not yet written, the newest is " + revision);
  }

  Outcome apply(Transaction transaction) {
    for (Transaction.Condition condition : transaction.conditions()) {
      Optional<Supplier<GantryException>> failure = check(condition);
      if (failure.isPresent()) {
        return new Outcome.Refused(failure.get());
      }
    }
    long next = revision + 1;
    SortedEntries changed = entries;
    List<Event> events = new ArrayList<>(transaction.changes().size());
    for (Transaction.Change change : transaction.changes()) {
      Optional<Entry> previous = entries.find(change.key());
      switch (change) {
        case Transaction.Change.Put(String key, byte[] value) -> {
          long created = previous.map(Entry::createRevision).orElse(next);
          Entry entry = new Entry(key, value, created, next);
          changed = changed.with(entry);
          events.add(
              previous
                  .<Event>map(old -> new Event.Updated(entry, old))
                  .orElseGet(() -> new Event.Created(entry)));
        }
        case Transaction.Change.Delete(String key) -> {
          if (previous.isPresent()) {
            changed = changed.without(key);
            events.add(new Event.Deleted(previous.get(), next));
          }
        }
      }
    }
    StoreState after = events.isEmpty() ? this : new StoreState(changed, next, compacted);
    return new Outcome.Done(after, events);
  }

  private Optional<Supplier<GantryException>> check(Transaction.Condition condition) {
    String key = condition.key();
    Subject subject = new Subject("key", key);
    Optional<Entry> present = entries.find(key);
    return switch (condition) {
      case Transaction.Condition.Absent _ ->
          present.map(_ -> () -> new AlreadyExistsException("key " + key + " exists", subject));
      case Transaction.Condition.AtRevision(_, long wanted) -> {
        if (present.isEmpty()) {
          yield Optional.of(() -> new NotFoundException("key " + key + " has no value", subject));
        }
        long found = present.get().revision();
        yield found == wanted
            ? Optional.empty()
            : Optional.of(
                () ->
                    new ConflictException(
                        "key " + key + " is at revision " + found + ", not " + wanted, subject));
      }
    };
  }
}

package dev.gantry.platform.store;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.OutOfRangeException;
import java.util.Optional;

/// A small database of named byte strings that remembers its past: the place where everything
/// lives that must survive a restart, be it a container, an image tag, an address lease or a
/// Kubernetes object.
///
/// # The model
///
/// A *key* is a path-like string, `/containers/4f2a…`; a *value* is a byte array the store does
/// not look into. Every successful *transaction* that changes something takes the next *revision*,
/// a number that grows by one and is never used twice, also across restarts; an empty store is at
/// revision 1. An [Entry] carries the revision of its value, so "has this changed since I read
/// it?" is a comparison of two numbers, and the state of the whole store at revision *n* is well
/// defined: what the transactions up to *n* left behind.
///
/// From this follow the four things callers do:
///
/// - **Optimistic writes.** Read an entry, compute, [write it back][#updateIfRevision] on condition
///   that its revision is still the one that was read. The loser of a race gets [ConflictException]
///   and starts over. There are no locks to hold, and none to leave behind.
/// - **All or nothing.** A [Transaction] checks several keys and changes several keys. Reserving a
///   name and recording its owner is one transaction, so no crash can separate the two.
/// - **Consistent lists.** All pages of one list are read at one revision, however much is written
///   in between.
/// - **Watches without gaps.** List, then [#watch] after the revision of the list: every change
///   since is reported once and in order. Restarted observers resume from the last revision they
///   saw.
///
/// # Writes
///
/// A write returns its revision once it is as durable as its [Durability] says, and is visible to
/// every later read by then. Writers running at the same time share one fsync, so a hundred of them
/// take little longer than one. An interrupt does not abandon a write that is under way, since its
/// outcome would be unknown; the flag is kept and the next blocking call of the caller sees it.
/// A write whose failure is reported has changed nothing, with one exception: when the disk
/// itself fails in the middle, the outcome is known only after a restart.
///
/// # Reads
///
/// The present is served from memory in microseconds and never waits for a writer. A read sees a
/// whole transaction or nothing of it. The past is read from the disk, and only as far back as the
/// last [compaction][#compact]; older revisions are refused with [OutOfRangeException].
///
/// # Example
///
/// ```java
/// Page page = store.list("/containers/");
/// page.entries().forEach(index::add);
/// try (Watch watch = store.watch("/containers/", page.revision())) {
///   while (true) {
///     for (Event event : watch.next()) {
///       switch (event) {
///         case Event.Created(Entry entry) -> index.add(entry);
///         case Event.Updated(Entry entry, _) -> index.replace(entry);
///         case Event.Deleted(Entry last, _) -> index.remove(last.key());
///       }
///     }
///   }
/// }
/// ```
///
/// # After a failure
///
/// Whatever stops the process or the machine, opening the store again yields the state of some
/// revision at or after every acknowledged write of its durability class. Half a transaction is
/// never visible. Arrays passed in or handed out are shared, not copied: nobody may change them.
///
/// All methods may be called from any thread.
public interface Store extends AutoCloseable {

  /// The newest revision.
  long revision();

  /// The present value of a key.
  Optional<Entry> find(String key);

  /// The present value of a key that must have one.
  ///
  /// @throws NotFoundException when it has none
  default Entry get(String key) {
    return find(key).orElseThrow(() -> new NotFoundException("key " + key + " has no value"));
  }

  /// Everything under a prefix now, in key order.
  default Page list(String prefix) {
    return list(ListRequest.of(prefix));
  }

  /// The entries a request asks for, in key order.
  ///
  /// @throws OutOfRangeException when its revision is compacted or not yet written
  Page list(ListRequest request);

  /// Reports the changes under a prefix that come after a revision, beginning with those already
  /// made.
  ///
  /// @throws OutOfRangeException when the revision is compacted or not yet written
  Watch watch(String prefix, long afterRevision);

  /// Does a transaction and returns its revision. One that has nothing to change (deletes of absent
  /// keys) takes no revision and returns the present one.
  ///
  /// @throws AlreadyExistsException when a key that must be absent has a value
  /// @throws NotFoundException when a key that must be at a revision has no value
  /// @throws ConflictException when a key that must be at a revision is at another
  long commit(Transaction transaction, Durability durability);

  /// Gives an absent key a value.
  ///
  /// @throws AlreadyExistsException when it has one
  default long create(String key, byte[] value, Durability durability) {
    return commit(Transaction.of().create(key, value), durability);
  }

  /// Gives a key a value, whether it had one or not.
  default long put(String key, byte[] value, Durability durability) {
    return commit(Transaction.of().put(key, value), durability);
  }

  /// Replaces the value of `revision`.
  ///
  /// @throws NotFoundException when the key has no value
  /// @throws ConflictException when it has a value of another revision
  default long updateIfRevision(String key, byte[] value, long revision, Durability durability) {
    return commit(Transaction.of().updateIfRevision(key, value, revision), durability);
  }

  /// Deletes the value of `revision`.
  ///
  /// @throws NotFoundException when the key has no value
  /// @throws ConflictException when it has a value of another revision
  default long deleteIfRevision(String key, long revision, Durability durability) {
    return commit(Transaction.of().deleteIfRevision(key, revision), durability);
  }

  /// Deletes a key if it has a value.
  default long delete(String key, Durability durability) {
    return commit(Transaction.of().delete(key), durability);
  }

  /// Forgets the past before a revision: reads and watches from there on still work, earlier ones
  /// are refused. Present values stay. A revision compacted already changes nothing.
  ///
  /// @throws OutOfRangeException when the revision is not yet written
  void compact(long revision);

  /// Ends all watches, finishes the writes under way and refuses later ones.
  @Override
  void close();
}

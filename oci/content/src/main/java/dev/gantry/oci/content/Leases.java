package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Digest;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Everything that is in use but not yet in a record.
///
/// Garbage collection races with pulls and builds. It is safe because of two rules. What any lease
/// held at any time since the collection began counts as held, even if that lease is closed by
/// then: the record that replaced it may be younger than the collection's view of the records. And
/// retaining a thing waits while that very thing is being deleted, so whoever retains first and
/// looks second finds either the thing, which then stays, or its absence.
public final class Leases {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition deletionEnded = lock.newCondition();
  private final IdentityHashMap<Lease, Set<Thing>> open = new IdentityHashMap<>();
  private final Set<Thing> heldSinceCollectionBegan = new HashSet<>();
  private final Set<Thing> beingDeleted = new HashSet<>();
  private boolean collecting;

  /// Opens a lease that holds nothing yet.
  public Lease open(String purpose) {
    var lease = new Lease(this, purpose);
    lock.lock();
    try {
      open.put(lease, new HashSet<>());
    } finally {
      lock.unlock();
    }
    return lease;
  }

  /// What is open now and for what, for diagnostics.
  public List<String> purposes() {
    lock.lock();
    try {
      return open.keySet().stream().map(Lease::purpose).sorted().toList();
    } finally {
      lock.unlock();
    }
  }

  void retain(Lease lease, Thing thing) {
    lock.lock();
    try {
      var held = open.get(lease);
      if (held == null) {
        throw new IllegalStateException(lease + " is closed");
      }
      held.add(thing);
      if (collecting) {
        heldSinceCollectionBegan.add(thing);
      }
      while (beingDeleted.contains(thing)) {
        deletionEnded.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  void close(Lease lease) {
    lock.lock();
    try {
      open.remove(lease);
    } finally {
      lock.unlock();
    }
  }

  /// From here until the result is closed, whatever is or was held counts as held. One collection
  /// at a time.
  Collection beginCollection() {
    lock.lock();
    try {
      if (collecting) {
        throw new IllegalStateException("a collection is running already");
      }
      collecting = true;
      open.values().forEach(heldSinceCollectionBegan::addAll);
      return new Collection();
    } finally {
      lock.unlock();
    }
  }

  /// What a lease can hold.
  sealed interface Thing {
    record Blob(Digest digest) implements Thing {}

    record Layers(ChainId chain) implements Thing {}
  }

  /// The view of one garbage collection on the leases.
  final class Collection implements AutoCloseable {
    /// What was held since the collection began.
    Set<Thing> held() {
      lock.lock();
      try {
        return Set.copyOf(heldSinceCollectionBegan);
      } finally {
        lock.unlock();
      }
    }

    /// Runs `deletion` of `thing` unless it is held.
    ///
    /// @return whether it ran
    boolean deleteUnlessHeld(Thing thing, Runnable deletion) {
      lock.lock();
      try {
        if (heldSinceCollectionBegan.contains(thing)) {
          return false;
        }
        beingDeleted.add(thing);
      } finally {
        lock.unlock();
      }
      try {
        deletion.run();
        return true;
      } finally {
        lock.lock();
        try {
          beingDeleted.remove(thing);
          deletionEnded.signalAll();
        } finally {
          lock.unlock();
        }
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        collecting = false;
        heldSinceCollectionBegan.clear();
      } finally {
        lock.unlock();
      }
    }
  }
}

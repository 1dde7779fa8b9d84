package dev.gantry.platform.store;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Conditions and changes that happen together or not at all, under one revision:
///
/// ```java
/// store.commit(
///     Transaction.of()
///         .create("/names/web", id)
///         .create("/containers/4f…", record),
///     Durability.SYNCED);
/// ```
///
/// Immutable: each method returns a new transaction. A key may be changed once.
public record Transaction(List<Condition> conditions, List<Change> changes) {
  /// The most changes in one transaction.
  public static final int MAX_CHANGES = 10_000;

  /// What must hold before the changes.
  public sealed interface Condition {
    String key();

    /// The key has no value. Fails with AlreadyExists.
    record Absent(String key) implements Condition {
      public Absent {
        Keys.requireKey(key);
      }
    }

    /// The key has the value of this revision. Fails with NotFound when it has none, with Conflict
    /// when it has another.
    record AtRevision(String key, long revision) implements Condition {
      public AtRevision {
        Keys.requireKey(key);
      }
    }
  }

  /// What happens to one key.
  public sealed interface Change {
    String key();

    /// The key gets a value, whether it had one or not. The array now belongs to the store.
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Put(String key, byte[] value) implements Change {
      public Put {
        Keys.requireKey(key);
        Keys.requireValue(key, value);
      }
    }

    /// The key loses its value, if it has one.
    record Delete(String key) implements Change {
      public Delete {
        Keys.requireKey(key);
      }
    }
  }

  public Transaction {
    conditions = List.copyOf(conditions);
    changes = List.copyOf(changes);
    if (changes.size() > MAX_CHANGES) {
      throw new InvalidArgumentException(
          "a transaction of " + changes.size() + " changes, at most " + MAX_CHANGES + " fit");
    }
    Set<String> seen = new HashSet<>();
    for (Change change : changes) {
      if (!seen.add(change.key())) {
        throw new InvalidArgumentException("a transaction changes key " + change.key() + " twice");
      }
    }
  }

  /// A transaction that requires and changes nothing yet.
  public static Transaction of() {
    return new Transaction(List.of(), List.of());
  }

  /// Gives an absent key a value.
  public Transaction create(String key, byte[] value) {
    return requireAbsent(key).put(key, value);
  }

  /// Gives a key a new value if it still has the one of `revision`.
  public Transaction updateIfRevision(String key, byte[] value, long revision) {
    return requireRevision(key, revision).put(key, value);
  }

  /// Deletes a key if it still has the value of `revision`.
  public Transaction deleteIfRevision(String key, long revision) {
    return requireRevision(key, revision).delete(key);
  }

  public Transaction put(String key, byte[] value) {
    return new Transaction(conditions, plus(changes, new Change.Put(key, value)));
  }

  public Transaction delete(String key) {
    return new Transaction(conditions, plus(changes, new Change.Delete(key)));
  }

  public Transaction requireAbsent(String key) {
    return new Transaction(plus(conditions, new Condition.Absent(key)), changes);
  }

  public Transaction requireRevision(String key, long revision) {
    return new Transaction(plus(conditions, new Condition.AtRevision(key, revision)), changes);
  }

  private static <T> List<T> plus(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}

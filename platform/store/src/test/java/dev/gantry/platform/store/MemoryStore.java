package dev.gantry.platform.store;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A [Store] in memory for the tests of modules that use one. Forgets everything when closed.
///
/// Deliberately the simplest thing that satisfies [StoreContract]: one lock and one list of all
/// events, replayed for every question about the past. It shares no code with [SqliteStore] and
/// serves as its oracle.
public final class MemoryStore implements Store {
  private final int watchBuffer;
  private final List<List<Event>> history = new ArrayList<>();
  private final Set<MemoryWatch> watches = new LinkedHashSet<>();
  private TreeMap<String, Entry> present = new TreeMap<>();
  private long revision = 1;
  private long compacted = 1;
  private boolean closed;

  public MemoryStore() {
    this(4096);
  }

  /// A store whose watches end when more than `watchBuffer` events wait for their reader.
  public MemoryStore(int watchBuffer) {
    this.watchBuffer = watchBuffer;
  }

  @Override
  public synchronized long revision() {
    return revision;
  }

  @Override
  public synchronized Optional<Entry> find(String key) {
    return Optional.ofNullable(present.get(key));
  }

  @Override
  public synchronized Page list(ListRequest request) {
    long at = request.revision() == ListRequest.NOW ? revision : request.revision();
    requireReadable(at);
    List<Entry> matching =
        stateAt(at).values().stream()
            .filter(entry -> entry.key().startsWith(request.prefix()))
            .filter(
                entry -> request.after().isEmpty() || entry.key().compareTo(request.after()) > 0)
            .toList();
    int limit = request.limit() == ListRequest.UNLIMITED ? matching.size() : request.limit();
    List<Entry> page = matching.subList(0, Math.min(limit, matching.size()));
    return Page.of(request, page, at, matching.size() - page.size());
  }

  private Map<String, Entry> stateAt(long at) {
    Map<String, Entry> state = new TreeMap<>();
    for (List<Event> transaction : history) {
      if (transaction.getFirst().revision() > at) {
        break;
      }
      for (Event event : transaction) {
        switch (event) {
          case Event.Created(Entry entry) -> state.put(entry.key(), entry);
          case Event.Updated(Entry entry, _) -> state.put(entry.key(), entry);
          case Event.Deleted(Entry last, _) -> state.remove(last.key());
        }
      }
    }
    return state;
  }

  @Override
  public synchronized long commit(Transaction transaction, Durability durability) {
    requireOpen();
    for (Transaction.Condition condition : transaction.conditions()) {
      Entry entry = present.get(condition.key());
      switch (condition) {
        case Transaction.Condition.Absent(String key) -> {
          if (entry != null) {
            throw new AlreadyExistsException("key " + key + " exists");
          }
        }
        case Transaction.Condition.AtRevision(String key, long wanted) -> {
          if (entry == null) {
            throw new NotFoundException("key " + key + " has no value");
          }
          if (entry.revision() != wanted) {
            throw new ConflictException("key " + key + " is at revision " + entry.revision());
          }
        }
      }
    }
    return apply(transaction);
  }

  private long apply(Transaction transaction) {
    long next = revision + 1;
    TreeMap<String, Entry> changed = new TreeMap<>(present);
    List<Event> events = new ArrayList<>();
    for (Transaction.Change change : transaction.changes()) {
      Entry old = changed.get(change.key());
      switch (change) {
        case Transaction.Change.Put(String key, byte[] value) -> {
          Entry entry = new Entry(key, value, old == null ? next : old.createRevision(), next);
          changed.put(key, entry);
          events.add(old == null ? new Event.Created(entry) : new Event.Updated(entry, old));
        }
        case Transaction.Change.Delete(String key) -> {
          if (old != null) {
            changed.remove(key);
            events.add(new Event.Deleted(old, next));
          }
        }
      }
    }
    if (!events.isEmpty()) {
      present = changed;
      revision = next;
      history.add(events);
      List.copyOf(watches).forEach(watch -> watch.offer(events));
    }
    return revision;
  }

  @Override
  public synchronized Watch watch(String prefix, long afterRevision) {
    requireReadable(afterRevision);
    var watch = new MemoryWatch(prefix);
    for (List<Event> transaction : history) {
      if (transaction.getFirst().revision() > afterRevision) {
        watch.add(watch.matching(transaction));
      }
    }
    watches.add(watch);
    if (closed) {
      watch.end(new UnavailableException("the store is closed"));
    }
    return watch;
  }

  @Override
  public synchronized void compact(long revision) {
    requireOpen();
    if (revision > this.revision) {
      throw new OutOfRangeException("revision " + revision + " is not yet written");
    }
    compacted = Math.max(compacted, revision);
  }

  private void requireReadable(long wanted) {
    if (wanted > revision || wanted < compacted) {
      throw new OutOfRangeException(
          "revision %d is not between %d and %d".formatted(wanted, compacted, revision));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new UnavailableException("the store is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(watches).forEach(watch -> watch.end(new UnavailableException("store is closed")));
  }

  private final class MemoryWatch implements Watch {
    /// The end of the queue of a watch that has ended.
    private static final List<Event> END = List.of();

    private final String prefix;
    private final BlockingQueue<List<Event>> queue = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException failure;

    MemoryWatch(String prefix) {
      this.prefix = prefix;
    }

    List<Event> matching(List<Event> events) {
      return events.stream().filter(event -> event.key().startsWith(prefix)).toList();
    }

    void add(List<Event> events) {
      if (!events.isEmpty()) {
        queue.add(events);
      }
    }

    void offer(List<Event> events) {
      List<Event> matching = matching(events);
      int waiting = queue.stream().mapToInt(List::size).sum();
      if (waiting > 0 && waiting + matching.size() > watchBuffer) {
        end(new OutOfRangeException("watch is too old: its reader was too slow"));
      } else {
        add(matching);
      }
    }

    void end(RuntimeException reason) {
      if (watches.remove(this)) {
        failure = reason;
        queue.add(END);
      }
    }

    @Override
    public List<Event> next() throws InterruptedException {
      return take(queue.take());
    }

    @Override
    public Optional<List<Event>> poll(Duration patience) throws InterruptedException {
      List<Event> events = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      return Optional.ofNullable(events).map(this::take);
    }

    private List<Event> take(List<Event> events) {
      RuntimeException reason = failure;
      if (events.isEmpty() && reason != null) {
        queue.add(END);
        throw reason;
      }
      return events;
    }

    @Override
    public void close() {
      synchronized (MemoryStore.this) {
        queue.clear();
        end(new UnavailableException("watch is closed"));
      }
    }
  }
}

package dev.gantry.platform.store;

import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Store] in one SQLite file on this machine.
///
/// The present lives in memory as an immutable tree, one per revision, so reads take no locks and
/// touch no disk. The history lies in SQLite behind a write-ahead log: one thread writes, another
/// reads the past for watches and lists that ask for it. A transaction is visible once it is
/// durable, never before.
///
/// The store compacts itself: once more superseded values than configured have gathered, the older
/// half goes.
///
/// # Damage
///
/// Every row carries a checksum. A value that does not match its own when the store is opened is
/// [set aside][#quarantined] and its key has no value from then on; everything else is served. A
/// file that SQLite itself cannot read is refused with [DataLossException]; [Salvage] then builds a
/// new one from what can be read. No value is ever deleted for being damaged.
public final class SqliteStore implements Store {
  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

  private final SqliteStoreConfig config;
  private final StoreLock lock;
  private final Journal journal;
  private final History history;
  private final Watchers watchers;
  private final Writer writer;
  private final List<Quarantined> quarantined;
  private final boolean salvaged;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteStore(
      SqliteStoreConfig config,
      StoreLock lock,
      Journal journal,
      StoreState state,
      List<Quarantined> quarantined,
      boolean salvaged) {
    this.config = config;
    this.lock = lock;
    this.journal = journal;
    this.history = new History(config.file());
    this.watchers = new Watchers(state);
    this.writer =
        new Writer(new Committer(journal, watchers, config.file(), config.historyLimit()));
    this.quarantined = quarantined;
    this.salvaged = salvaged;
  }

  /// Opens the database, or makes an empty one.
  ///
  /// @throws DataLossException when the file cannot be read as a database
  /// @throws FailedPreconditionException when another process has it open, when a newer release or
  ///     another program wrote it, or when the file system forbids it
  public static SqliteStore open(SqliteStoreConfig config) {
    Path file = config.file();
    try {
      SqliteLibrary.prepare(config.nativeDirectory());
      StoreLock lock = StoreLock.acquire(file);
      try {
        Salvage.finish(file);
        prepareFile(file);
        return open(config, lock);
      } catch (SQLException | IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqliteFailures.translate("open store", file, e);
    } catch (IOException e) {
      throw new FailedPreconditionException("open store " + file + ": " + e, e);
    }
  }

  /// Like [#open], but [salvages][Salvage] a database that cannot be read as a whole: for a process
  /// that has to start. What was lost is in the log and among the [#quarantined].
  ///
  /// @throws DataLossException when nothing can be salvaged
  public static SqliteStore openOrSalvage(SqliteStoreConfig config) {
    try {
      return open(config);
    } catch (DataLossException e) {
      log.error("store is damaged, salvaging it: file={}", config.file(), e);
      Salvage.run(config);
      return open(config);
    }
  }

  private static SqliteStore open(SqliteStoreConfig config, StoreLock lock)
      throws SQLException, IOException {
    Connection connection = Database.openWriter(config.file());
    try {
      Loader.Loaded loaded = new Loader(connection, config.file()).load();
      StoreState state = loaded.state();
      if (!loaded.lost().isEmpty()) {
        state = new StoreState(state.entries(), state.revision() + 1, state.compacted());
        Quarantine.moveInto(
            connection, loaded.lost(), state.revision(), InstantSource.system().instant());
      }
      List<Quarantined> quarantined = Quarantine.list(connection);
      log.debug(
          "store opened file={} keys={} revision={}",
          config.file(),
          state.entries().size(),
          state.revision());
      var journal = new Journal(connection, loaded.superseded());
      boolean salvaged = Salvage.hasLeft(config.file());
      return new SqliteStore(config, lock, journal, state, quarantined, salvaged);
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// A new database gets its name once it is complete. An empty file is therefore never a new
  /// database but one that lost its content, which SQLite by itself would not tell apart.
  private static void prepareFile(Path file) throws IOException, SQLException {
    if (!Files.exists(file)) {
      Path unfinished = StoreFiles.beside(file, ".creating");
      StoreFiles.deleteDatabase(unfinished);
      StoreFiles.createPrivate(unfinished);
      Database.create(unfinished);
      StoreFiles.moveIntoPlace(unfinished, file);
    } else if (Files.size(file) == 0) {
      throw new DataLossException("open store " + file + ": the file is empty");
    }
  }

  @Override
  public long revision() {
    return watchers.state().revision();
  }

  @Override
  public Optional<Entry> find(String key) {
    return watchers.state().entries().find(key);
  }

  @Override
  public Page list(ListRequest request) {
    StoreState state = watchers.state();
    KeyRange range = KeyRange.of(request);
    int limit = request.limit() == ListRequest.UNLIMITED ? Integer.MAX_VALUE : request.limit();
    if (request.revision() == ListRequest.NOW || request.revision() == state.revision()) {
      List<Entry> entries = state.entries().list(range, limit);
      int total = entries.size() < limit ? entries.size() : state.entries().count(range);
      return Page.of(request, entries, state.revision(), total - entries.size());
    }
    state.requireReadable(request.revision());
    History.Slice slice = history.list(range, request.revision(), limit);
    // Again: a compaction that began meanwhile may have taken rows from under the query.
    watchers.state().requireReadable(request.revision());
    long remaining = slice.total() - slice.entries().size();
    return Page.of(request, slice.entries(), request.revision(), remaining);
  }

  @Override
  public Watch watch(String prefix, long afterRevision) {
    KeyRange range = KeyRange.of(prefix);
    return watchers.register(
        state -> {
          state.requireReadable(afterRevision);
          var past =
              new CatchUp(
                  history,
                  range,
                  revision -> watchers.state().requireReadable(revision),
                  afterRevision,
                  state.revision());
          return new BufferedWatch(range, config.watchBuffer(), past, watchers::remove);
        });
  }

  @Override
  public long commit(Transaction transaction, Durability durability) {
    return writer.submit(new Order.Work.Commit(transaction, durability));
  }

  @Override
  public void compact(long revision) {
    writer.submit(new Order.Work.Compact(revision));
  }

  /// Whether all values that were ever acknowledged are here or were deleted by somebody. From the
  /// first loss on it is false, until the quarantine is empty and no salvaged database lies beside
  /// the new one: then a key without a value does not prove that what it was about is litter.
  public boolean isComplete() {
    return quarantined.isEmpty() && !salvaged;
  }

  /// Values that were damaged when this or an earlier process opened the store.
  public List<Quarantined> quarantined() {
    return quarantined;
  }

  /// Reads the whole database and says what is wrong with it; empty when nothing is.
  public List<String> check() {
    return history.check();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    List<Exception> failures = new ArrayList<>();
    writer.close();
    watchers.end(() -> new UnavailableException("the store is closed"));
    history.close();
    for (AutoCloseable last : List.<AutoCloseable>of(journal, lock)) {
      try {
        last.close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    failures.forEach(e -> log.warn("closing store: file={}", config.file(), e));
  }
}

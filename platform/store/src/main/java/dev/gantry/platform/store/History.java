package dev.gantry.platform.store;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.UnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Reads the past from the database, beside the writer and without holding it up.
///
/// Has a thread and a connection of its own, both made when first needed, since a daemon may live
/// for weeks without looking back. The thread is a platform thread: SQLite would otherwise occupy
/// a carrier of virtual threads.
final class History implements AutoCloseable {
  /// Beyond every key: no key holds characters of the supplementary planes.
  private static final String BEYOND_ALL_KEYS = Character.toString(Character.MAX_CODE_POINT);

  /// The newest row of each key in a range as of some revision, unless that is a deletion.
  private static final String AT_REVISION =
      """
      FROM change WHERE key >= ?1 AND key < ?2 AND id < ?3 AND value IS NOT NULL
        AND id = (SELECT max(id) FROM change AS c WHERE c.key = change.key AND c.id < ?3)
        AND (key > ?1 OR ?4)""";

  private final Path file;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("store-history").factory());
  private @Nullable Connection connection;

  History(Path file) {
    this.file = file;
  }

  /// Entries of a range as of a revision, and how many there are in all.
  record Slice(List<Entry> entries, long total) {}

  Slice list(KeyRange range, long revision, int limit) {
    return read("list revision " + revision + " of", db -> list(db, range, revision, limit));
  }

  /// Changes of a range whose row ids lie in `[fromId, endId)`, at most `limit`, with the ids.
  List<Past> changes(KeyRange range, long fromId, long endId, int limit) {
    return read("read changes of", db -> changes(db, range, fromId, endId, limit));
  }

  /// A change of the past and its row.
  record Past(long id, Event event) {}

  List<String> check() {
    return read("check", Database::check);
  }

  private static Slice list(Connection db, KeyRange range, long revision, int limit)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement select =
        db.prepareStatement(
            "SELECT " + Row.COLUMNS + " " + AT_REVISION + " ORDER BY key LIMIT " + limit)) {
      bind(select, range, revision);
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          entries.add(Row.read(result, 1).entry());
        }
      }
    }
    if (entries.size() < limit) {
      return new Slice(entries, entries.size());
    }
    try (PreparedStatement count = db.prepareStatement("SELECT count(*) " + AT_REVISION)) {
      bind(count, range, revision);
      try (ResultSet result = count.executeQuery()) {
        return new Slice(entries, result.next() ? result.getLong(1) : entries.size());
      }
    }
  }

  private static void bind(PreparedStatement select, KeyRange range, long revision)
      throws SQLException {
    select.setString(1, range.start());
    select.setString(2, range.end().orElse(BEYOND_ALL_KEYS));
    select.setLong(3, Row.idAfter(revision));
    select.setBoolean(4, !range.startExcluded());
  }

  private static List<Past> changes(
      Connection db, KeyRange range, long fromId, long endId, int limit) throws SQLException {
    List<Past> changes = new ArrayList<>();
    // NOT INDEXED: walk the ids, which are the order of history, and filter by key.
    try (PreparedStatement select =
        db.prepareStatement(
            """
            SELECT now.id, now.key, now.created, now.value, now.checksum,
              last.id, last.key, last.created, last.value, last.checksum
            FROM change AS now NOT INDEXED LEFT JOIN change AS last ON last.id =
              (SELECT max(id) FROM change AS c WHERE c.key = now.key AND c.id < now.id)
            WHERE now.id >= ? AND now.id < ? AND now.key >= ? AND now.key < ?
            ORDER BY now.id LIMIT ?""")) {
      select.setLong(1, fromId);
      select.setLong(2, endId);
      select.setString(3, range.start());
      select.setString(4, range.end().orElse(BEYOND_ALL_KEYS));
      select.setInt(5, limit);
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          Row now = Row.read(result, 1);
          changes.add(new Past(now.id(), event(now, result)));
        }
      }
    }
    return changes;
  }

  private static Event event(Row now, ResultSet result) throws SQLException {
    if (now.value() == null) {
      return new Event.Deleted(lastValue(now, result), now.revision());
    }
    Entry entry = now.entry();
    return entry.createRevision() == entry.revision()
        ? new Event.Created(entry)
        : new Event.Updated(entry, Row.read(result, 6).entry());
  }

  /// The value a deletion took away. One that was set aside as damaged is no longer there.
  private static Entry lastValue(Row deletion, ResultSet result) throws SQLException {
    return result.getObject(6) == null
        ? new Entry(deletion.key(), new byte[0], deletion.created(), deletion.created())
        : Row.read(result, 6).entry();
  }

  /// A question to the database.
  @FunctionalInterface
  private interface Query<T> {
    T ask(Connection db) throws SQLException;
  }

  private <T> T read(String action, Query<T> query) {
    Future<T> answer;
    try {
      answer = thread.submit(() -> query.ask(connection()));
    } catch (RejectedExecutionException e) {
      throw new UnavailableException("store " + file + " is closed", e);
    }
    return await(answer, action);
  }

  /// Reads take milliseconds; an interrupt is kept for the caller's next wait.
  private <T> T await(Future<T> answer, String action) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failure(action, e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private GantryException failure(String action, @Nullable Throwable cause) {
    return switch (cause) {
      case SQLException e -> SqliteFailures.translate(action, file, e);
      case GantryException e -> e;
      case null, default -> new UnavailableException(action + " " + file, new Exception(cause));
    };
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = Database.openReader(file);
      connection = open;
    }
    return open;
  }

  @Override
  public void close() {
    // Runs behind the reads that are under way; the executor's own close waits for it.
    thread.execute(this::closeConnection);
    thread.close();
  }

  private void closeConnection() {
    Connection open = connection;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        throw SqliteFailures.translate("close", file, e);
      }
    }
  }
}

package dev.gantry.platform.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The history on disk, as its only writer sees it. Used by one thread at a time.
final class Journal implements AutoCloseable {
  /// After about this much was written, the log is copied into the database file. It is then
  /// written anew from its start and keeps its size: overwriting syncs faster than growing.
  private static final long CHECKPOINT_BYTES = 4 << 20;

  /// What a batch costs in the log beside its values: a few pages of the table and its index.
  private static final int BATCH_BYTES = 4 * 4096;

  private static final int ROW_BYTES = 200;

  /// How many rows one step of [#purge] looks at, so that writers wait a few milliseconds at most.
  private static final int PURGE_STEP = 500;

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement purge;
  private final PreparedStatement purgeEnd;
  private Durability durability = Durability.SYNCED;
  private long superseded;
  private long logged;

  /// @param superseded how many rows the database has beyond one for each present key
  Journal(Connection connection, long superseded) throws SQLException {
    this.superseded = superseded;
    this.connection = connection;
    Database.execute(connection, "PRAGMA synchronous = FULL");
    insert = connection.prepareStatement("INSERT INTO change VALUES (?, ?, ?, ?, ?)");
    purgeEnd =
        connection.prepareStatement(
            "SELECT max(id) FROM (SELECT id FROM change WHERE id >= ? AND id < ? ORDER BY id"
                + " LIMIT "
                + PURGE_STEP
                + ")");
    purge =
        connection.prepareStatement(
            """
            DELETE FROM change WHERE id >= ?1 AND id <= ?2 AND (value IS NULL OR EXISTS (
              SELECT 1 FROM change AS newer
              WHERE newer.key = change.key AND newer.id > change.id AND newer.id < ?3))""");
  }

  /// Writes the changes of several transactions as one.
  void append(List<List<Event>> transactions, Durability wanted) throws SQLException {
    become(wanted);
    begin();
    try {
      for (List<Event> events : transactions) {
        for (int position = 0; position < events.size(); position++) {
          Row row = Row.of(events.get(position), position);
          row.bind(insert);
          insert.executeUpdate();
          logged += ROW_BYTES + row.size();
        }
      }
      commit();
      logged += BATCH_BYTES;
    } catch (SQLException e) {
      rollback(e);
      throw e;
    }
    superseded += transactions.stream().flatMap(List::stream).mapToLong(Journal::leftBehind).sum();
  }

  /// Notes that the past before a revision may go.
  void markCompacted(long revision) throws SQLException {
    become(Durability.SYNCED);
    Database.setMark(connection, Database.COMPACTED, revision);
  }

  /// Removes some of the rows that nobody may read any more: those superseded at `compacted` or
  /// before, and deletions. Returns the id to go on from, or -1 when nothing is left.
  long purge(long fromId, long compacted) throws SQLException {
    long end = Row.idAfter(compacted);
    purgeEnd.setLong(1, fromId);
    purgeEnd.setLong(2, end);
    long last;
    try (var result = purgeEnd.executeQuery()) {
      last = result.next() ? result.getLong(1) : 0;
      if (last == 0) {
        return -1;
      }
    }
    become(Durability.LAZY);
    purge.setLong(1, fromId);
    purge.setLong(2, last);
    purge.setLong(3, end);
    superseded -= purge.executeUpdate();
    return last + 1;
  }

  /// How many rows only the past needs.
  long superseded() {
    return superseded;
  }

  private static long leftBehind(Event event) {
    return switch (event) {
      case Event.Created _ -> 0;
      case Event.Updated _ -> 1;
      case Event.Deleted _ -> 2; // the last value and the note of its deletion
    };
  }

  /// The revision that is followed by `changes` rows.
  long revisionBefore(long changes) throws SQLException {
    return Row.revision(
        Database.number(
            connection, "SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET " + changes));
  }

  /// Copies the log into the database file when enough has gathered. Readers of the past may hold
  /// back part of it, which the next call takes.
  void checkpointIfLarge() throws SQLException {
    if (logged > CHECKPOINT_BYTES) {
      Database.number(connection, "PRAGMA wal_checkpoint(PASSIVE)");
      logged = 0;
    }
  }

  private void become(Durability wanted) throws SQLException {
    if (durability != wanted) {
      String mode = wanted == Durability.SYNCED ? "FULL" : "NORMAL";
      Database.execute(connection, "PRAGMA synchronous = " + mode);
      durability = wanted;
    }
  }

  private void begin() throws SQLException {
    Database.execute(connection, "BEGIN IMMEDIATE");
  }

  private void commit() throws SQLException {
    Database.execute(connection, "COMMIT");
  }

  private void rollback(SQLException cause) {
    try {
      Database.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // Some failures make SQLite roll back by itself; then there is nothing left to undo.
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

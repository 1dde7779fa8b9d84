package dev.gantry.platform.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the present from the database, and finds out which values are damaged.
///
/// It reads every row, of the past too: a row whose key or id was damaged may be the newest of some
/// key, and without it an older value would pass for the present one. What the index says about
/// such rows tells whose they were.
final class Loader {
  private static final Logger log = LoggerFactory.getLogger(Loader.class);

  private final Connection connection;
  private final Path file;

  private final Map<String, Row> newest = new HashMap<>();
  private final Map<String, Long> damaged = new HashMap<>();
  private long rows;
  private long newestId;

  /// What a database holds.
  ///
  /// @param superseded how many rows there are beyond one for each present key
  /// @param lost keys whose newest value is damaged, with the id of its row
  record Loaded(StoreState state, long superseded, Map<String, Long> lost) {}

  /// A row according to the index.
  private record Indexed(String key, long id) {}

  Loader(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  Loaded load() throws SQLException {
    readTable();
    readIndex();
    damaged.forEach((key, id) -> log.error("store value is damaged: key={} file={}", key, file));
    List<Entry> entries =
        newest.values().stream()
            .filter(row -> row.value() != null && !isLost(row))
            .map(Row::entry)
            .sorted(Comparator.comparing(Entry::key))
            .toList();
    Map<String, Long> lost = new HashMap<>(damaged);
    newest.values().stream().filter(row -> !isLost(row)).forEach(row -> lost.remove(row.key()));

    long compacted = Database.mark(connection, Database.COMPACTED);
    long revision = Math.max(Row.revision(newestId), compacted);
    var state = new StoreState(SortedEntries.ofSorted(entries), revision, compacted);
    return new Loaded(state, rows - entries.size(), lost);
  }

  /// Whether a damaged row has followed the newest readable one of a key.
  private boolean isLost(Row row) {
    return damaged.getOrDefault(row.key(), 0L) > row.id();
  }

  private void readTable() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + Row.COLUMNS + " FROM change ORDER BY id")) {
      while (result.next()) {
        Row row = Row.read(result, 1);
        rows++;
        newestId = row.id();
        if (row.isIntact()) {
          newest.put(row.key(), row);
        } else {
          damaged.merge(row.key(), row.id(), Math::max);
        }
      }
    }
  }

  /// Rebuilds the index if it disagrees with the table, but first asks it whose the damaged and
  /// missing rows were.
  private void readIndex() throws SQLException {
    List<Indexed> strangers = new ArrayList<>();
    long indexed = -1;
    try {
      indexed = Database.number(connection, "SELECT count(*) FROM change INDEXED BY change_by_key");
      strangers.addAll(readStrangers());
    } catch (SQLException e) {
      if (!SqliteFailures.isDamage(e)) {
        throw e;
      }
    }
    // With all rows present and intact, a strange entry is the index's own fault.
    if (!damaged.isEmpty() || indexed > rows) {
      strangers.forEach(stranger -> damaged.merge(stranger.key, stranger.id, Math::max));
    }
    if (indexed != rows || !strangers.isEmpty()) {
      log.warn("store index is damaged, rebuilding it: file={}", file);
      Database.execute(connection, "REINDEX change_by_key");
    }
  }

  /// Entries of the index that no row of the table bears out.
  private List<Indexed> readStrangers() throws SQLException {
    List<Indexed> strangers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                """
                SELECT key, id FROM change AS entry INDEXED BY change_by_key WHERE NOT EXISTS (
                  SELECT 1 FROM change AS row NOT INDEXED
                  WHERE row.id = entry.id AND row.key = entry.key)""")) {
      while (result.next()) {
        strangers.add(new Indexed(String.valueOf(result.getString(1)), result.getLong(2)));
      }
    }
    return strangers;
  }
}

package dev.gantry.platform.store;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/// Connections to the database file and its schema.
///
/// The table `change` is the history, and with it the present: a row per changed key and revision.
/// `change_by_key` finds a key's newest row. `mark` holds numbers, `quarantine` the rows that were
/// unreadable when the store was opened.
///
/// Nobody may open the file by other means while the process has a connection: closing any
/// descriptor of a file drops the process's POSIX locks on it, SQLite's among them.
final class Database {
  /// "Gant": tells our files from other SQLite databases.
  static final int APPLICATION_ID = 0x47616e74;

  static final int SCHEMA_VERSION = 1;
  static final String COMPACTED = "compacted";

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE change (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL,
            created INTEGER NOT NULL,
            value BLOB,
            checksum INTEGER NOT NULL) STRICT""",
          "CREATE INDEX change_by_key ON change (key, id)",
          "CREATE TABLE mark (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID",
          """
          CREATE TABLE quarantine (
            id, key, created, value, checksum, -- untyped: they hold what was found
            reason TEXT NOT NULL,
            noticed_at INTEGER NOT NULL)""",
          "INSERT INTO mark VALUES ('" + COMPACTED + "', " + StoreState.FIRST_REVISION + ")",
          "PRAGMA application_id = " + APPLICATION_ID,
          "PRAGMA user_version = " + SCHEMA_VERSION);

  private Database() {}

  /// Creates the schema in an empty file.
  static void create(Path file) throws SQLException {
    try (Connection connection = connect(file)) {
      execute(connection, "PRAGMA synchronous = FULL");
      execute(connection, "BEGIN IMMEDIATE");
      for (String statement : SCHEMA) {
        execute(connection, statement);
      }
      execute(connection, "COMMIT");
    }
  }

  /// Opens the one connection that may write.
  static Connection openWriter(Path file) throws SQLException {
    Connection connection = connect(file);
    try {
      requireOurSchema(connection, file);
      // The write-ahead log makes a commit one append and one fsync. Checkpoints are taken by the
      // writer itself after it has acknowledged, never inside a commit.
      execute(connection, "PRAGMA journal_mode = WAL");
      execute(connection, "PRAGMA wal_autocheckpoint = 0");
      execute(connection, "PRAGMA cache_size = -1024");
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// Opens a connection for reading the past beside the writer.
  static Connection openReader(Path file) throws SQLException {
    Connection connection = connect(file);
    execute(connection, "PRAGMA query_only = ON");
    execute(connection, "PRAGMA cache_size = -512");
    return connection;
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection =
        new SQLiteConfig().createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    // Makes SQLite notice damage in its b-trees rather than read beyond it.
    execute(connection, "PRAGMA cell_size_check = ON");
    return connection;
  }

  private static void requireOurSchema(Connection connection, Path file) throws SQLException {
    if (number(connection, "PRAGMA application_id") != APPLICATION_ID) {
      throw new FailedPreconditionException(file + " is a database of another program");
    }
    long version = number(connection, "PRAGMA user_version");
    if (version != SCHEMA_VERSION) {
      throw new FailedPreconditionException(
          "%s was written by a newer release: it has schema version %d, this one knows up to %d"
              .formatted(file, version, SCHEMA_VERSION));
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long mark(Connection connection, String name) throws SQLException {
    return number(connection, "SELECT number FROM mark WHERE name = '" + name + "'");
  }

  static void setMark(Connection connection, String name, long number) throws SQLException {
    execute(connection, "UPDATE mark SET number = " + number + " WHERE name = '" + name + "'");
  }

  /// Compares every row with its checksum and the b-trees with themselves; says what is wrong.
  static List<String> check(Connection connection) throws SQLException {
    List<String> findings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      while (result.next()) {
        findings.add(String.valueOf(result.getString(1)));
      }
    }
    findings.remove("ok");
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + Row.COLUMNS + " FROM change")) {
      while (result.next()) {
        Row row = Row.read(result, 1);
        if (!row.isIntact()) {
          findings.add("value of " + row.key() + " at revision " + row.revision() + " is damaged");
        }
      }
    }
    return findings;
  }

  /// The single number a query returns.
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }
}

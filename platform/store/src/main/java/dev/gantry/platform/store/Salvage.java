package dev.gantry.platform.store;

import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.FailedPreconditionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/// Rescues the present values from a database that SQLite cannot read as a whole, for the case that
/// [SqliteStore#open] threw DataLoss.
///
/// A new database is built from every value that can still be read, beside the damaged one; then
/// the two change names. The damaged file is kept. Keys whose newest value is lost have none in
/// the new database, even if an older value could be read: no state is better than a stale one.
/// The past is not rescued, so every watch has to list again.
public final class Salvage {
  private static final Logger log = LoggerFactory.getLogger(Salvage.class);

  /// How far ahead the new database starts: revisions that were given out and lost must not be
  /// given again.
  private static final long SKIPPED_REVISIONS = 100_000;

  private static final String BUILDING = ".salvaging";
  private static final String BUILT = ".salvaged";
  private static final String DAMAGED = ".damaged-";

  /// SQLite's codes for content that is no database of ours: SQLITE_ERROR for a missing table,
  /// SQLITE_CORRUPT, SQLITE_NOTADB. Others tell of the machine, not of the file.
  private static final Set<Integer> UNREADABLE = Set.of(1, 11, 26);

  /// Places to find out which rows there are. Each can be damaged by itself, and a damaged one can
  /// still be read from either end up to the damage.
  private static final List<String> CATALOGUES =
      List.of(
          "SELECT id, key FROM change INDEXED BY change_by_key ORDER BY key, id",
          "SELECT id, key FROM change INDEXED BY change_by_key ORDER BY key DESC, id DESC",
          "SELECT id, key FROM change NOT INDEXED ORDER BY id",
          "SELECT id, key FROM change NOT INDEXED ORDER BY id DESC");

  private Salvage() {}

  /// What a salvage achieved.
  ///
  /// @param damaged where the damaged database is now
  /// @param kept how many values were rescued
  /// @param lost the keys known to have lost their value
  public record Report(Path damaged, int kept, List<String> lost) {}

  /// Replaces a damaged database by what can be read of it.
  ///
  /// @throws FailedPreconditionException when a process has it open, or the file system forbids it
  public static Report run(SqliteStoreConfig config) {
    Path file = config.file();
    try {
      SqliteLibrary.prepare(config.nativeDirectory());
      try (StoreLock _ = StoreLock.acquire(file)) {
        Path building = StoreFiles.beside(file, BUILDING);
        StoreFiles.deleteDatabase(building);
        StoreFiles.createPrivate(building);
        Database.create(building);
        Report report = rebuild(file, building);
        // The new database is complete from here on: a crash only delays the exchange of names.
        StoreFiles.moveIntoPlace(building, StoreFiles.beside(file, BUILT));
        finish(file);
        log.warn(
            "store salvaged file={} kept={} lost={} damaged={}",
            file,
            report.kept,
            report.lost,
            report.damaged);
        return report;
      }
    } catch (SQLException e) {
      throw SqliteFailures.translate("salvage store", file, e);
    } catch (IOException e) {
      throw new FailedPreconditionException("salvage store " + file + ": " + e, e);
    }
  }

  /// Puts a rebuilt database into place, if there is one. The order of steps makes sure that the
  /// old log is never applied to the new database.
  static void finish(Path file) throws IOException {
    Path built = StoreFiles.beside(file, BUILT);
    if (!Files.exists(built)) {
      return;
    }
    Path damaged = damagedName(file, built);
    if (Files.exists(file) && !Files.exists(damaged)) {
      Files.createLink(damaged, file);
    }
    for (String suffix : List.of("-wal", "-shm")) {
      Path old = StoreFiles.beside(file, suffix);
      if (Files.exists(old)) {
        Files.move(old, StoreFiles.beside(damaged, suffix), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    StoreFiles.syncDirectoryOf(file);
    StoreFiles.moveIntoPlace(built, file);
  }

  /// Whether a damaged database lies beside `file`, which was made from what could be read of it.
  static boolean hasLeft(Path file) throws IOException {
    String beginning = file.getFileName() + DAMAGED;
    try (var neighbours = Files.list(file.toAbsolutePath().getParent())) {
      return neighbours.anyMatch(
          neighbour -> String.valueOf(neighbour.getFileName()).startsWith(beginning));
    }
  }

  /// The same name for each attempt to finish.
  private static Path damagedName(Path file, Path built) throws IOException {
    long stamp = Files.getLastModifiedTime(built).toMillis();
    return StoreFiles.beside(file, DAMAGED + stamp);
  }

  private static Report rebuild(Path file, Path building) throws SQLException, IOException {
    List<String> lost = new ArrayList<>();
    int kept;
    try (Connection old = openDamaged(file);
        Connection fresh = Database.openWriter(building)) {
      Map<String, Long> newest = newestIds(file, old);
      long revision =
          Row.revision(newest.values().stream().mapToLong(Long::longValue).max().orElse(0))
              + SKIPPED_REVISIONS;
      Database.execute(fresh, "BEGIN IMMEDIATE");
      kept = copy(old, fresh, newest, lost);
      Database.setMark(fresh, Database.COMPACTED, revision);
      Database.execute(fresh, "COMMIT");
      Database.execute(fresh, "PRAGMA journal_mode = DELETE");
    }
    return new Report(damagedName(file, building), kept, lost.stream().sorted().toList());
  }

  /// Read-only: a writing connection would copy the log into the damaged file when it is closed.
  private static Connection openDamaged(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    // Lets SQLite read a file that is shorter than its header says.
    Database.execute(connection, "PRAGMA writable_schema = ON");
    return connection;
  }

  private static Map<String, Long> newestIds(Path file, Connection old) throws SQLException {
    Map<String, Long> newest = new HashMap<>();
    int unreadable = 0;
    for (String catalogue : CATALOGUES) {
      try (Statement statement = old.createStatement();
          ResultSet result = statement.executeQuery(catalogue)) {
        while (result.next()) {
          String key = result.getString(2);
          if (key != null) {
            newest.merge(key, result.getLong(1), Math::max);
          }
        }
      } catch (SQLException e) {
        unreadable++;
        if (unreadable == CATALOGUES.size() && newest.isEmpty()) {
          if (!UNREADABLE.contains(e.getErrorCode())) {
            throw e;
          }
          throw new DataLossException(
              "salvage store "
                  + file
                  + ": nothing in it can be read any more; restore it from a copy, or move it away"
                  + " to begin without any record",
              e);
        }
      }
    }
    return newest;
  }

  private static int copy(
      Connection old, Connection fresh, Map<String, Long> newest, List<String> lost)
      throws SQLException {
    int kept = 0;
    try (PreparedStatement select =
            old.prepareStatement("SELECT " + Row.COLUMNS + " FROM change WHERE id = ?");
        PreparedStatement insert =
            fresh.prepareStatement("INSERT INTO change VALUES (?, ?, ?, ?, ?)")) {
      Instant now = InstantSource.system().instant();
      for (Map.Entry<String, Long> each : newest.entrySet()) {
        Optional<Row> row = read(select, each.getValue());
        if (row.isEmpty()) {
          lost.add(each.getKey());
          String reason = "unreadable in a damaged database";
          Quarantine.note(fresh, each.getKey(), each.getValue(), reason, now);
        } else if (row.get().key().equals(each.getKey()) && row.get().value() != null) {
          // With another key the index has named this row; it comes under its own key as well.
          row.get().bind(insert);
          insert.executeUpdate();
          kept++;
        }
      }
    }
    return kept;
  }

  private static Optional<Row> read(PreparedStatement select, long id) {
    try {
      select.setLong(1, id);
      try (ResultSet result = select.executeQuery()) {
        return result.next()
            ? Optional.of(Row.read(result, 1)).filter(Row::isIntact)
            : Optional.empty();
      }
    } catch (SQLException e) {
      return Optional.empty();
    }
  }
}

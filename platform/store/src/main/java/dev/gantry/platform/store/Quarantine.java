package dev.gantry.platform.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The table of values that could not be read.
final class Quarantine {
  private Quarantine() {}

  /// Moves damaged rows out of the history. A deletion takes their place: without it an older
  /// value of the key would come back to life, and observers would not learn that it is gone.
  static void moveInto(Connection connection, Map<String, Long> lost, long revision, Instant now)
      throws SQLException {
    Database.execute(connection, "PRAGMA synchronous = FULL");
    Database.execute(connection, "BEGIN IMMEDIATE");
    try (PreparedStatement copy =
            connection.prepareStatement(
                "INSERT INTO quarantine SELECT id, ?, created, value, checksum, ?, ?"
                    + " FROM change WHERE id = ?");
        PreparedStatement remove = connection.prepareStatement("DELETE FROM change WHERE id = ?");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO change VALUES (?, ?, ?, ?, ?)")) {
      int position = 0;
      for (Map.Entry<String, Long> each : lost.entrySet()) {
        String key = each.getKey();
        copy.setString(1, key);
        copy.setString(2, "checksum does not match");
        copy.setLong(3, now.toEpochMilli());
        copy.setLong(4, each.getValue());
        if (copy.executeUpdate() == 0) {
          note(connection, key, each.getValue(), "row is missing", now);
        }
        remove.setLong(1, each.getValue());
        remove.executeUpdate();
        Row.of(Row.idAfter(revision - 1) | position, key, revision, null).bind(insert);
        insert.executeUpdate();
        position++;
      }
    }
    Database.execute(connection, "COMMIT");
  }

  /// Notes a loss of which nothing is left.
  static void note(Connection connection, String key, long id, String reason, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO quarantine (id, key, reason, noticed_at) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, id);
      insert.setString(2, key);
      insert.setString(3, reason);
      insert.setLong(4, now.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static List<Quarantined> list(Connection connection) throws SQLException {
    List<Quarantined> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT key, id, reason, noticed_at FROM quarantine ORDER BY noticed_at, id")) {
      while (result.next()) {
        all.add(
            new Quarantined(
                String.valueOf(result.getString(1)),
                Row.revision(result.getLong(2)),
                String.valueOf(result.getString(3)),
                Instant.ofEpochMilli(result.getLong(4))));
      }
    }
    return List.copyOf(all);
  }
}

package dev.gantry.platform.store;

import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One change of one key as it lies in the database. Its id holds the revision in the upper bits
/// and the position within the transaction in the lower 16, so that ids grow in the order of
/// history and one integer is both primary key and time.
///
/// @param value null when the change deleted the key
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(long id, String key, long created, byte @Nullable [] value, int checksum) {
  static final String COLUMNS = "id, key, created, value, checksum";

  private static final int POSITION_BITS = 16;

  static Row of(Event event, int position) {
    long id = event.revision() << POSITION_BITS | position;
    return switch (event) {
      case Event.Created(Entry entry) -> of(id, entry);
      case Event.Updated(Entry entry, _) -> of(id, entry);
      case Event.Deleted(Entry last, _) -> of(id, last.key(), last.createRevision(), null);
    };
  }

  private static Row of(long id, Entry entry) {
    return of(id, entry.key(), entry.createRevision(), entry.value());
  }

  static Row of(long id, String key, long created, byte @Nullable [] value) {
    return new Row(id, key, created, value, checksum(id, key, created, value));
  }

  /// The lowest id of the revision after this one; rows of `revision` and before lie below.
  static long idAfter(long revision) {
    return (revision + 1) << POSITION_BITS;
  }

  static long revision(long id) {
    return id >> POSITION_BITS;
  }

  /// Reads a row from consecutive columns of the result.
  static Row read(ResultSet result, int firstColumn) throws SQLException {
    return new Row(
        result.getLong(firstColumn),
        text(result, firstColumn + 1),
        result.getLong(firstColumn + 2),
        result.getBytes(firstColumn + 3),
        result.getInt(firstColumn + 4));
  }

  private static String text(ResultSet result, int column) throws SQLException {
    String text = result.getString(column);
    return text == null ? "" : text;
  }

  void bind(PreparedStatement insert) throws SQLException {
    insert.setLong(1, id);
    insert.setString(2, key);
    insert.setLong(3, created);
    insert.setBytes(4, value);
    insert.setInt(5, checksum);
  }

  long revision() {
    return revision(id);
  }

  int size() {
    return key.length() + (value == null ? 0 : value.length);
  }

  boolean isIntact() {
    return checksum == checksum(id, key, created, value);
  }

  /// The entry this row gave its key.
  ///
  /// @throws DataLossException when the row is damaged or a deletion
  Entry entry() {
    byte[] bytes = value;
    if (!isIntact() || bytes == null) {
      throw new DataLossException(
          "value of " + key + " at revision " + revision() + " is damaged",
          new Subject("key", key));
    }
    return new Entry(key, bytes, created, revision());
  }

  private static int checksum(long id, String key, long created, byte @Nullable [] value) {
    var crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(17)
            .putLong(id)
            .putLong(created)
            .put((byte) (value == null ? 0 : 1))
            .flip());
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    if (value != null) {
      crc.update(value);
    }
    return (int) crc.getValue();
  }
}

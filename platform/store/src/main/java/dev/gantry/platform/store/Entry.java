package dev.gantry.platform.store;

import java.util.Arrays;

/// A key and its value as of one revision. The value array is shared with the store and with other
/// readers: nobody may change it.
///
/// @param createRevision the revision that created the key, counting from its last deletion
/// @param revision the revision of this value
@SuppressWarnings("ArrayRecordComponent") // values are bytes; equality is defined below
public record Entry(String key, byte[] value, long createRevision, long revision) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry that
        && key.equals(that.key)
        && createRevision == that.createRevision
        && revision == that.revision
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return key.hashCode() * 31 + Long.hashCode(revision);
  }

  /// Names the value's size only: values may hold secrets.
  @Override
  public String toString() {
    return "Entry[" + key + " at " + revision + ", " + value.length + " bytes]";
  }
}

package dev.gantry.platform.store;

import java.util.Optional;

/// The keys that begin with a prefix, or those of them beyond a given key.
///
/// @param end the first key that no longer has the prefix; empty when all keys have it
record KeyRange(String start, boolean startExcluded, Optional<String> end) {

  static KeyRange of(String prefix) {
    return new KeyRange(prefix, false, end(prefix));
  }

  static KeyRange of(ListRequest request) {
    boolean continued = request.after().compareTo(request.prefix()) >= 0;
    boolean excluded = continued && !request.after().isEmpty();
    String start = excluded ? request.after() : request.prefix();
    return new KeyRange(start, excluded, end(request.prefix()));
  }

  boolean contains(String key) {
    return isAfterStart(key) && isBeforeEnd(key);
  }

  boolean isAfterStart(String key) {
    int order = key.compareTo(start);
    return startExcluded ? order > 0 : order >= 0;
  }

  boolean isBeforeEnd(String key) {
    return end.isEmpty() || key.compareTo(end.get()) < 0;
  }

  /// The smallest key beyond all that have the prefix: its last character replaced by the next one
  /// that may occur in a key.
  private static Optional<String> end(String prefix) {
    for (int length = prefix.length(); length > 0; length--) {
      char last = prefix.charAt(length - 1);
      if (last != Character.MAX_VALUE) {
        char next = (char) (last + 1);
        char allowed = Character.isSurrogate(next) ? (char) (Character.MAX_SURROGATE + 1) : next;
        return Optional.of(prefix.substring(0, length - 1) + allowed);
      }
    }
    return Optional.empty();
  }
}

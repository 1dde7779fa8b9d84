package dev.gantry.platform.store;

import dev.gantry.platform.errors.InvalidArgumentException;

/// The rules for keys and values.
final class Keys {
  static final int MAX_KEY_LENGTH = 1024;
  static final int MAX_VALUE_BYTES = 16 << 20;

  private Keys() {}

  static void requireKey(String key) {
    if (key.isEmpty()) {
      throw new InvalidArgumentException("a key may not be empty");
    }
    requirePrefix(key);
  }

  /// Characters beyond the basic plane are refused since UTF-16 and UTF-8 sort them differently,
  /// and memory and database must agree on the order of keys.
  static void requirePrefix(String prefix) {
    if (prefix.length() > MAX_KEY_LENGTH) {
      throw new InvalidArgumentException(
          "a key of " + prefix.length() + " characters, at most " + MAX_KEY_LENGTH + " fit");
    }
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (c < ' ' || Character.isSurrogate(c)) {
        throw new InvalidArgumentException(
            "key %s: character U+%04X at %d is not allowed"
                .formatted(prefix, prefix.codePointAt(i), i));
      }
    }
  }

  static void requireValue(String key, byte[] value) {
    if (value.length > MAX_VALUE_BYTES) {
      throw new InvalidArgumentException(
          "value of " + key + ": " + value.length + " bytes, at most " + MAX_VALUE_BYTES + " fit");
    }
  }
}

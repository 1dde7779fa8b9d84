package dev.gantry.app.cli.grammar;

import java.util.function.Consumer;

/// One flag as its command declares it.
///
/// @param shorthand the one-letter form, or 0 for none
/// @param defaultText the value an absent flag has; empty when it need not be shown
/// @param check refuses a malformed value with an `IllegalArgumentException`
record Flag(
    char shorthand,
    String name,
    FlagType type,
    String defaultText,
    String usage,
    boolean hidden,
    Consumer<String> check) {

  Flag withCheck(Consumer<String> other) {
    return new Flag(shorthand, name, type, defaultText, usage, hidden, other);
  }

  boolean repeatable() {
    return switch (type) {
      case LIST, STRINGS, MAP, FILTER, MOUNT, NETWORK, ULIMIT, GPU -> true;
      case BOOL, STRING, INT, UINT16, BYTES, SWAP_BYTES, DECIMAL, DURATION -> false;
    };
  }

  /// The flag as an error message names it: `-m, --memory` or `--rm`.
  String display() {
    return shorthand == 0 ? "--" + name : "-" + shorthand + ", --" + name;
  }

  /// The default as help shows it, or empty.
  String shownDefault() {
    return switch (type) {
      case MAP -> " (default map[])";
      case ULIMIT -> " (default [])";
      case STRING -> defaultText.isEmpty() ? "" : " (default \"" + defaultText + "\")";
      default -> defaultText.isEmpty() ? "" : " (default " + defaultText + ")";
    };
  }
}

package dev.gantry.engine.core;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Locale;
import java.util.Map;

/// The options of the engine's own log, `max-size` and `max-file`, as numbers.
///
/// @param maxBytes size from which a file is rotated; 0 for never
/// @param maxFiles how many files are kept, the one being written included
record LogOptions(long maxBytes, int maxFiles) {
  private static final Map<Character, Long> UNITS =
      Map.of('b', 1L, 'k', 1L << 10, 'm', 1L << 20, 'g', 1L << 30, 't', 1L << 40);

  static LogOptions of(LogSettings settings) {
    String size = settings.options().getOrDefault("max-size", "");
    String files = settings.options().getOrDefault("max-file", "");
    if (size.isEmpty() && !files.isEmpty() && !files.equals("1")) {
      throw new InvalidArgumentException("max-file option requires max-size to be set");
    }
    return new LogOptions(bytes(size), files.isEmpty() ? 1 : count(files));
  }

  private static int count(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new InvalidArgumentException("max-file cannot be less than 1: " + text);
  }

  /// Reads `10m`, `512k`, `1g`, `100`, with an optional `b` behind the unit.
  private static long bytes(String text) {
    String size = text.trim().toLowerCase(Locale.ROOT);
    if (size.isEmpty() || size.equals("-1")) {
      return 0;
    }
    String digits = size.replaceAll("(?:[kmgt]?i?b|[kmgt])$", "");
    char unit = digits.length() == size.length() ? 'b' : size.charAt(digits.length());
    try {
      long value = Math.multiplyExact(Long.parseLong(digits), UNITS.getOrDefault(unit, 0L));
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Told below.
    }
    throw new InvalidArgumentException("invalid size: '" + text + "'");
  }
}

package dev.gantry.engine.dockerapi;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Moments as the API writes and reads them.
final class Times {
  /// Go's zero time, which stands for "never".
  static final String ZERO = "0001-01-01T00:00:00Z";

  private static final DateTimeFormatter NINE_DIGITS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /// RFC 3339 with as many digits of a second as needed, as Go's `RFC3339Nano`.
  static String format(Instant moment) {
    return formatFixed(moment).replaceAll("\\.?0*Z$", "Z");
  }

  /// RFC 3339 with always nine digits, as in log lines.
  static String formatFixed(Instant moment) {
    return NINE_DIGITS.format(moment);
  }

  /// Reads `seconds[.fraction]`, where the fraction is padded to nanoseconds; empty and `0` are
  /// absent.
  static Optional<Instant> parse(String name, Optional<String> text) {
    String value = text.orElse("");
    if (value.isEmpty() || value.equals("0")) {
      return Optional.empty();
    }
    int dot = value.indexOf('.');
    try {
      long seconds = Long.parseLong(dot < 0 ? value : value.substring(0, dot));
      String fraction = dot < 0 ? "" : value.substring(dot + 1);
      long nanos =
          fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
      return Optional.of(Instant.ofEpochSecond(seconds, nanos));
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      throw new InvalidArgumentException("invalid value for \"" + name + "\": " + value, e);
    }
  }
}

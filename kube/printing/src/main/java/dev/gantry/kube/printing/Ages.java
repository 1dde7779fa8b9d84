package dev.gantry.kube.printing;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Times as people read them: two units at most, the coarser the longer ago.
final class Ages {
  private static final long YEAR = 365;

  private Ages() {}

  /// How long ago a timestamp is; `<unknown>` without one.
  static String since(String timestamp, Instant now) {
    return parse(timestamp).map(then -> text(Duration.between(then, now))).orElse("<unknown>");
  }

  /// RFC 3339, with or without fractions; empty for no or a malformed timestamp.
  static Optional<Instant> parse(String timestamp) {
    try {
      return timestamp.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(timestamp));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /// `45s`, `3m12s`, `47m`, `5h20m`, `3d4h`, `90d`, `2y30d`.
  static String text(Duration age) {
    // Clocks differ a little: the near future is now.
    if (age.toMillis() <= -2000) {
      return "<invalid>";
    }
    long seconds = Math.max(0, age.toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < 120) {
      return seconds + "s";
    } else if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    } else if (minutes < 180) {
      return minutes + "m";
    } else if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (days < 8) {
      return two(days, "d", hours % 24, "h");
    } else if (days < 2 * YEAR) {
      return days + "d";
    } else if (days < 8 * YEAR) {
      return two(days / YEAR, "y", days % YEAR, "d");
    }
    return days / YEAR + "y";
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + small + smallUnit;
  }
}

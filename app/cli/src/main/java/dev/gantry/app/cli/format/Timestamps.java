package dev.gantry.app.cli.format;

import dev.gantry.app.cli.grammar.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Moments as users give them to `--since` and `--until`.
public final class Timestamps {
  private Timestamps() {}

  /// Seconds since 1970 with a fraction, as the API takes them, from seconds, a date with or
  /// without time and zone, or a duration before now.
  public static String parse(String value, Instant now) {
    if (value.matches("[0-9]+(\\.[0-9]{1,9})?")) {
      return value;
    }
    try {
      return String.valueOf(now.minusNanos(Values.duration(value)).getEpochSecond());
    } catch (IllegalArgumentException _) {
      // Not a duration, so it must be a date.
    }
    try {
      Instant moment = date(value);
      return String.format("%d.%09d", moment.getEpochSecond(), moment.getNano());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "failed to parse value as time or duration: \"" + value + "\"", e);
    }
  }

  private static Instant date(String value) {
    if (value.indexOf('T') < 0) {
      boolean utc = value.endsWith("Z");
      LocalDate day = LocalDate.parse(utc ? value.substring(0, value.length() - 1) : value);
      return day.atStartOfDay(utc ? ZoneId.of("UTC") : ZoneId.systemDefault()).toInstant();
    }
    String time = value.substring(value.indexOf('T') + 1);
    if (time.endsWith("Z") || time.indexOf('+') >= 0 || time.indexOf('-') >= 0) {
      return OffsetDateTime.parse(value).toInstant();
    }
    String full = time.matches("[0-9]{2}") ? value + ":00" : value;
    return LocalDateTime.parse(full).atZone(ZoneId.systemDefault()).toInstant();
  }
}

package dev.gantry.app.cli.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Sizes and times as docker's go-units words them.
public final class Units {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  private static final String[] BINARY = {
    "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"
  };
  private static final DateTimeFormatter GO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ROOT);

  private Units() {}

  /// `4.26MB`: thousands, so many significant digits.
  public static String size(double bytes, int precision) {
    return scaled(bytes, 1000, DECIMAL, precision);
  }

  public static String size(double bytes) {
    return size(bytes, 4);
  }

  public static String size(long bytes) {
    return size((double) bytes, 4);
  }

  public static String size(long bytes, int precision) {
    return size((double) bytes, precision);
  }

  /// `4.062MiB`: 1024s.
  public static String binarySize(double bytes) {
    return scaled(bytes, 1024, BINARY, 4);
  }

  private static String scaled(double bytes, double base, String[] units, int precision) {
    double size = bytes;
    int unit = 0;
    while (size >= base && unit < units.length - 1) {
      size /= base;
      unit++;
    }
    return significant(size, precision) + units[unit];
  }

  /// Go's `%.Ng`: significant digits, no trailing zeros, an exponent when the digits do not
  /// reach the decimal point.
  static String significant(double value, int digits) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= digits || exponent < -4) {
      String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      return mantissa
          + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    return rounded.stripTrailingZeros().toPlainString();
  }

  /// `About an hour`, `3 days`.
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    long hours = Math.round(Math.floor(duration.toMillis() / 3_600_000.0 + 0.5));
    if (seconds < 1) {
      return "Less than a second";
    } else if (seconds == 1) {
      return "1 second";
    } else if (seconds < 60) {
      return seconds + " seconds";
    } else if (seconds < 120) {
      return "About a minute";
    } else if (seconds < 3600) {
      return seconds / 60 + " minutes";
    } else if (hours == 1) {
      return "About an hour";
    } else if (hours < 48) {
      return hours + " hours";
    } else if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    } else if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    } else if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return duration.toHours() / 24 / 365 + " years";
  }

  /// `2 minutes ago`.
  public static String ago(Instant then) {
    return duration(Duration.between(then, Instant.now())) + " ago";
  }

  /// A moment as Go's `time.Time` prints it, in the local zone.
  public static String goTime(Instant moment) {
    return GO_TIME.format(moment.atZone(ZoneId.systemDefault()));
  }
}

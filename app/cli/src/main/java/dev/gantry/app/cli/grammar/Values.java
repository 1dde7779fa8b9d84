package dev.gantry.app.cli.grammar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// Reads flag arguments the way Go's strconv, time and docker's go-units do.
public final class Values {
  private Values() {}

  public static boolean bool(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new IllegalArgumentException(syntax("ParseBool", value));
    };
  }

  public static long integer(String value) {
    String digits = value.replace("_", "");
    try {
      return Long.decode(digits);
    } catch (NumberFormatException _) {
      boolean number = digits.matches("[+-]?[0-9]+");
      throw new IllegalArgumentException(
          number
              ? "strconv.ParseInt: parsing \"" + value + "\": value out of range"
              : syntax("ParseInt", value));
    }
  }

  public static int uint16(String value) {
    if (!value.matches("[0-9]+")) {
      throw new IllegalArgumentException(syntax("ParseUint", value));
    }
    if (value.length() > 5 || Integer.parseInt(value) > 0xffff) {
      throw new IllegalArgumentException(
          "strconv.ParseUint: parsing \"" + value + "\": value out of range");
    }
    return Integer.parseInt(value);
  }

  /// Bytes with an optional unit, 1024 based: `512`, `1.5g`, `64MiB`.
  public static long bytes(String value) {
    int end = 0;
    while (end < value.length() && "0123456789. ".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    String number = value.substring(0, end).strip();
    String unit = value.substring(end).toLowerCase(Locale.ROOT);
    if (unit.endsWith("ib")) {
      unit = unit.substring(0, unit.length() - 2);
    } else if (unit.endsWith("b")) {
      unit = unit.substring(0, unit.length() - 1);
    }
    int power = unit.isEmpty() ? 0 : unit.length() == 1 ? "kmgtp".indexOf(unit) + 1 : 0;
    if (number.isEmpty() || (power == 0 && !unit.isEmpty())) {
      throw new IllegalArgumentException(
          unit.isEmpty() || number.isEmpty()
              ? "invalid size: '" + value + "'"
              : "invalid suffix: '" + value.substring(end) + "'");
    }
    try {
      return new BigDecimal(number).multiply(BigDecimal.valueOf(1L << (10 * power))).longValue();
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "strconv.ParseFloat: parsing \"" + number + "\": invalid syntax");
    }
  }

  /// A number of CPUs as billionths of one.
  public static long nanoCpus(String value) {
    BigDecimal cpus;
    try {
      cpus = new BigDecimal(value);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("failed to parse " + value + " as a rational number");
    }
    try {
      return cpus.movePointRight(9).longValueExact();
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("value is too precise");
    }
  }

  /// A Go duration (`1h30m`, `250ms`) in nanoseconds.
  public static long duration(String value) {
    String rest = value.startsWith("-") || value.startsWith("+") ? value.substring(1) : value;
    if (rest.equals("0")) {
      return 0;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    while (!rest.isEmpty()) {
      int end = 0;
      while (end < rest.length() && "0123456789.".indexOf(rest.charAt(end)) >= 0) {
        end++;
      }
      int unitEnd = end;
      while (unitEnd < rest.length() && "0123456789.".indexOf(rest.charAt(unitEnd)) < 0) {
        unitEnd++;
      }
      if (end == 0 || !rest.substring(0, end).matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
        throw new IllegalArgumentException("time: invalid duration \"" + value + "\"");
      }
      if (unitEnd == end) {
        throw new IllegalArgumentException("time: missing unit in duration \"" + value + "\"");
      }
      long unit = unitNanos(rest.substring(end, unitEnd), value);
      nanos = nanos.add(new BigDecimal(rest.substring(0, end)).multiply(BigDecimal.valueOf(unit)));
      rest = rest.substring(unitEnd);
    }
    if (value.length() < 2) {
      throw new IllegalArgumentException("time: invalid duration \"" + value + "\"");
    }
    long magnitude = nanos.setScale(0, RoundingMode.DOWN).longValue();
    return value.startsWith("-") ? -magnitude : magnitude;
  }

  private static long unitNanos(String unit, String whole) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default ->
          throw new IllegalArgumentException(
              "time: unknown unit \"" + unit + "\" in duration \"" + whole + "\"");
    };
  }

  private static String syntax(String function, String value) {
    return "strconv." + function + ": parsing \"" + value + "\": invalid syntax";
  }
}

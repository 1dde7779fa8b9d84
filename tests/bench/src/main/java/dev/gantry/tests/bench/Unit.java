package dev.gantry.tests.bench;

import java.util.Locale;

/// What a row's numbers count.
enum Unit {
  MILLISECONDS("ms"),
  MEGABYTES("MB");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  String format(double value) {
    var number =
        value < 10
            ? String.format(Locale.ROOT, "%.1f", value)
            : String.format(Locale.ROOT, "%.0f", value);
    return number + " " + symbol;
  }
}

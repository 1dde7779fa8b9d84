package dev.gantry.tests.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a row of Gantry's must not exceed.
sealed interface Goal {
  /// At most `factor` times what another contestant of the row needs.
  record Ratio(double factor, String other) implements Goal {}

  /// At most so many units.
  record Limit(double value, Unit unit) implements Goal {}

  default String text() {
    return switch (this) {
      case Ratio(double factor, String other) -> "≤ %s × %s".formatted(number(factor), other);
      case Limit(double value, Unit unit) -> "≤ " + unit.format(value);
    };
  }

  private static String number(double factor) {
    return factor == Math.rint(factor)
        ? Long.toString(Math.round(factor))
        : String.format(Locale.ROOT, "%.2f", factor);
  }

  /// Whether the medians meet the goal; empty when the other contestant was not there.
  default Optional<Boolean> met(double own, Map<String, Double> medians) {
    return switch (this) {
      case Ratio(double factor, String other) ->
          Optional.ofNullable(medians.get(other)).map(value -> own <= factor * value);
      case Limit(double value, _) -> Optional.of(own <= value);
    };
  }
}

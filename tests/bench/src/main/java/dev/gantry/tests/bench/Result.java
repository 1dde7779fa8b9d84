package dev.gantry.tests.bench;

import java.util.Map;
import java.util.Optional;

/// The medians of one row, by contestant.
record Result(Row row, Map<String, Double> medians) {
  Result {
    medians = Map.copyOf(medians);
  }

  Optional<Double> of(String contestant) {
    return Optional.ofNullable(medians.get(contestant));
  }

  Optional<Double> ratioTo(String contestant) {
    return of("gantry").flatMap(own -> of(contestant).map(other -> own / other));
  }
}

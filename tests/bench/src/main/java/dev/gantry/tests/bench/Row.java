package dev.gantry.tests.bench;

import java.util.List;
import java.util.function.Consumer;

/// One line of the table: what is measured, on whom, how often at most, and what it should come to.
record Row(
    String name,
    String title,
    Kind kind,
    Unit unit,
    int repetitions,
    Fixture fixture,
    Measurement measurement,
    List<Goal> goals) {
  Row {
    goals = List.copyOf(goals);
  }

  /// Between whom a row compares.
  enum Kind {
    /// The engines, driven by the same client.
    ENGINES,
    /// The engines and bare crun, which does the least that can be done.
    ENGINES_AND_CRUN,
    /// The two command lines, driving the same Gantry.
    CLIENTS
  }

  /// Takes one number from one subject.
  interface Measurement {
    double of(Subject subject);
  }

  /// Measures how long an action takes.
  static Measurement time(Consumer<Subject> action) {
    return subject -> {
      var start = System.nanoTime();
      action.accept(subject);
      return (System.nanoTime() - start) / 1e6;
    };
  }
}

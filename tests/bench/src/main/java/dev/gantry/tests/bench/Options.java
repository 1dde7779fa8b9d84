package dev.gantry.tests.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the command line asked for.
record Options(List<Row> rows, int repetitions, List<String> engines) {
  static final List<String> ENGINES = List.of("gantry", "dockerd", "podman");

  Options {
    rows = List.copyOf(rows);
    engines = List.copyOf(engines);
  }

  static String usage() {
    return """
        Usage: tests/bench/run [-n COUNT] [--engines gantry,dockerd,podman] [ROW ...]
        Rows: %s
        """
        .formatted(Rows.all().stream().map(Row::name).collect(Collectors.joining(" ")));
  }

  /// Rows are measured in the catalogue's order, whatever the order they are asked for in.
  static Options parse(String... arguments) {
    Map<String, Row> known =
        Rows.all().stream().collect(Collectors.toMap(Row::name, Function.identity()));
    var words = new ArrayDeque<>(List.of(arguments));
    var names = new ArrayList<String>();
    var repetitions = 10;
    var engines = ENGINES;
    while (!words.isEmpty()) {
      var word = words.pop();
      switch (word) {
        case "-n" -> repetitions = positive(valueOf(word, words));
        case "--engines" -> engines = List.of(valueOf(word, words).split(",", -1));
        default -> {
          require(known.containsKey(word), "no row is called " + word);
          names.add(word);
        }
      }
    }
    for (var engine : engines) {
      require(ENGINES.contains(engine), "no engine is called " + engine);
    }
    var rows =
        Rows.all().stream().filter(r -> names.isEmpty() || names.contains(r.name())).toList();
    return new Options(rows, repetitions, engines);
  }

  private static String valueOf(String option, ArrayDeque<String> words) {
    require(!words.isEmpty(), option + " needs a value");
    return words.pop();
  }

  private static int positive(String text) {
    require(text.matches("[1-9]\\d{0,5}"), "not a number of repetitions: " + text);
    return Integer.parseInt(text);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

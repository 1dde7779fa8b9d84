package dev.gantry.tests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes results as Markdown.
final class Report {
  private static final List<String> ENGINES = List.of("gantry", "dockerd", "podman", "crun");
  private static final List<String> CLIENTS = List.of("gantry", "docker");

  private Report() {}

  static String of(List<Result> results) {
    var engines = results.stream().filter(result -> !isOfClients(result)).toList();
    var clients = results.stream().filter(Report::isOfClients).toList();
    var tables = new ArrayList<String>();
    if (!engines.isEmpty()) {
      tables.add(table("engines", engines, ENGINES, List.of("dockerd", "podman", "crun")));
    }
    if (!clients.isEmpty()) {
      tables.add(table("command lines, both driving gantry", clients, CLIENTS, List.of("docker")));
    }
    return String.join("\n", tables);
  }

  private static boolean isOfClients(Result result) {
    return result.row().kind() == Row.Kind.CLIENTS;
  }

  private static String table(
      String title, List<Result> results, List<String> contestants, List<String> others) {
    var head = new ArrayList<>(List.of(title));
    head.addAll(contestants);
    others.forEach(other -> head.add("gantry / " + other));
    head.addAll(List.of("goal", "met"));
    var lines = new StringBuilder(line(head));
    lines.append(line(head.stream().map(_ -> "---").toList()));
    for (var result : results) {
      var cells = new ArrayList<>(List.of(result.row().title()));
      for (var contestant : contestants) {
        cells.add(result.of(contestant).map(result.row().unit()::format).orElse(""));
      }
      for (var other : others) {
        cells.add(result.ratioTo(other).map(r -> String.format(Locale.ROOT, "%.2f", r)).orElse(""));
      }
      cells.add(goals(result));
      cells.add(verdicts(result));
      lines.append(line(cells));
    }
    return lines.toString();
  }

  private static String goals(Result result) {
    return result.row().goals().stream().map(Goal::text).collect(Collectors.joining(", "));
  }

  private static String verdicts(Result result) {
    return result.row().goals().stream()
        .map(
            goal ->
                result
                    .of("gantry")
                    .flatMap(own -> goal.met(own, result.medians()))
                    .map(met -> met ? "yes" : "**no**")
                    .orElse("?"))
        .collect(Collectors.joining(", "));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}

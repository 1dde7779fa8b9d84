package dev.gantry.tests.bench;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Measures rows one after the other, the contestants of a row taking turns: whatever else the
/// machine does while a row is measured, it does to all of them.
final class Runner {
  private static final int WARM_UPS = 5;

  private final List<Subject> subjects;
  private final List<Subject> clients;
  private final BareCrun crun;
  private final int repetitions;
  private Fixture fixture = Fixture.NOTHING;

  Runner(List<Engine> engines, BareCrun crun, int repetitions) {
    this.subjects = engines.stream().map(Subject::engine).toList();
    this.clients =
        engines.stream().filter(engine -> engine.name().equals("gantry")).findFirst().stream()
            .flatMap(
                gantry ->
                    List.of(
                        Subject.client("gantry", Client.Program.GANTRY, gantry),
                        Subject.client("docker", Client.Program.DOCKER, gantry))
                        .stream())
            .toList();
    this.crun = crun;
    this.repetitions = repetitions;
  }

  /// Gives every engine the image, and lets it run a few containers first.
  void prepare() {
    for (var subject : subjects) {
      BusyboxImage.importInto(subject.engine());
      for (int i = 0; i < WARM_UPS; i++) {
        subject.run("run", "--rm", "busybox", "true");
      }
    }
  }

  Result measure(Row row) {
    provide(row.fixture());
    var contestants = contestants(row);
    var times = Math.min(repetitions, row.repetitions());
    var values = new LinkedHashMap<String, List<Double>>();
    if (times > 1) {
      contestants.forEach((_, contestant) -> warmUp(contestant));
    }
    for (int i = 0; i < times; i++) {
      contestants.forEach(
          (name, contestant) ->
              values.computeIfAbsent(name, _ -> new ArrayList<>()).add(contestant.getAsDouble()));
    }
    var medians = new LinkedHashMap<String, Double>();
    values.forEach((name, all) -> medians.put(name, median(all)));
    values.forEach((name, all) -> Progress.say(row.name() + " " + name + " " + shown(all)));
    return new Result(row, medians);
  }

  private static void warmUp(DoubleSupplier contestant) {
    var ignored = contestant.getAsDouble();
    Check.that(ignored >= 0, "time went backwards");
  }

  private void provide(Fixture wanted) {
    if (wanted != fixture) {
      reset();
      subjects.forEach(wanted::build);
      fixture = wanted;
    }
  }

  /// Removes every container, those of a row that failed included.
  void reset() {
    fixture = Fixture.NOTHING;
    subjects.forEach(subject -> subject.engine().removeContainers());
  }

  private Map<String, DoubleSupplier> contestants(Row row) {
    var contestants = new LinkedHashMap<String, DoubleSupplier>();
    for (var subject : row.kind() == Row.Kind.CLIENTS ? clients : subjects) {
      contestants.put(subject.name(), () -> row.measurement().of(subject));
    }
    if (row.kind() == Row.Kind.ENGINES_AND_CRUN) {
      contestants.put("crun", this::bareCrun);
    }
    return contestants;
  }

  private double bareCrun() {
    var start = System.nanoTime();
    crun.run();
    return (System.nanoTime() - start) / 1e6;
  }

  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String shown(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.1f", value))
        .toList()
        .toString();
  }
}

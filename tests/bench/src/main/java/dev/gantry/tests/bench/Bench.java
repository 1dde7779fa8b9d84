package dev.gantry.tests.bench;

import dev.gantry.tests.harness.Commands;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Engines;
import java.util.ArrayList;
import java.util.List;

/// Starts the engines, measures the rows and prints the table.
public final class Bench {
  private final Options options;

  private Bench(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.print(e.getMessage() + "\n" + Options.usage());
      System.exit(2);
      return;
    }
    new Bench(options).run();
  }

  private void run() {
    var engines = new ArrayList<Engine>();
    try (var crun = BareCrun.create()) {
      for (var name : options.engines()) {
        if (Commands.installed(program(name))) {
          engines.add(started(name));
        } else {
          Progress.say(name + " is not installed: left out");
        }
      }
      System.out.println(Machine.describe(engines));
      var runner = new Runner(engines, crun, options.repetitions());
      runner.prepare();
      System.out.print(Report.of(measure(runner)));
      System.out.println("\nload average at the end: " + Machine.load());
    } finally {
      engines.reversed().forEach(Engine::close);
    }
  }

  /// A row that fails is left out of the table, loudly, and the others are measured all the same.
  private List<Result> measure(Runner runner) {
    var results = new ArrayList<Result>();
    for (var row : options.rows()) {
      try {
        results.add(runner.measure(row));
      } catch (RuntimeException | AssertionError e) {
        Progress.say(row.name() + " failed: " + e);
        runner.reset();
      }
    }
    return results;
  }

  private static Engine started(String name) {
    var engine =
        switch (name) {
          case "gantry" -> Engines.gantry();
          case "dockerd" -> Engines.dockerd();
          default -> Engines.podman();
        };
    Progress.say("starting " + name);
    engine.start();
    return engine;
  }

  private static String program(String engine) {
    return engine.equals("gantry") ? "crun" : engine;
  }
}

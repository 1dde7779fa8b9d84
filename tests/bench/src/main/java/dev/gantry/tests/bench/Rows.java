package dev.gantry.tests.bench;

import static dev.gantry.tests.bench.Fixture.HUNDRED;
import static dev.gantry.tests.bench.Fixture.NOTHING;
import static dev.gantry.tests.bench.Fixture.SLEEPER;
import static dev.gantry.tests.bench.Fixture.WRITER;
import static dev.gantry.tests.bench.Row.Kind.CLIENTS;
import static dev.gantry.tests.bench.Row.Kind.ENGINES;
import static dev.gantry.tests.bench.Row.Kind.ENGINES_AND_CRUN;
import static dev.gantry.tests.bench.Row.time;
import static dev.gantry.tests.bench.Unit.MEGABYTES;
import static dev.gantry.tests.bench.Unit.MILLISECONDS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Every row there is, in the order they are measured, with the goals of the design.
final class Rows {
  private static final int ANY = Integer.MAX_VALUE;

  /// How long an engine is left alone before its memory is read.
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private Rows() {}

  static List<Row> all() {
    return List.of(
        engines("run", "`docker run --rm busybox true`", NOTHING, Rows::dockerRun, ofBoth(0.22)),
        engines(
            "run-none",
            "the same with `--net none`",
            NOTHING,
            subject -> subject.run("run", "--rm", "--net", "none", "busybox", "true"),
            List.of()),
        new Row(
            "api",
            "API create, start, wait, rm",
            ENGINES_AND_CRUN,
            MILLISECONDS,
            ANY,
            NOTHING,
            time(subject -> subject.runOverApi("default")),
            List.of(new Goal.Ratio(0.10, "dockerd"), new Goal.Ratio(2.5, "crun"))),
        new Row(
            "api-none",
            "the same with network `none`",
            ENGINES_AND_CRUN,
            MILLISECONDS,
            ANY,
            NOTHING,
            time(subject -> subject.runOverApi("none")),
            List.of()),
        few(
            "parallel",
            "20 of the API runs in parallel",
            NOTHING,
            time(Rows::twentyAtOnce),
            new Goal.Ratio(0.10, "dockerd")),
        few(
            "stdout",
            "`docker run` writing 200,000 lines of 64 bytes to stdout",
            NOTHING,
            time(s -> s.run("run", "--rm", "busybox", "sh", "-c", Fixture.lines(200_000))),
            new Goal.Ratio(0.8, "dockerd")),
        engines(
            "exec",
            "`docker exec bench true`",
            SLEEPER,
            subject -> subject.run("exec", "bench", "true"),
            List.of(new Goal.Ratio(0.6, "dockerd"))),
        few(
            "logs",
            "`docker logs` of 300,000 lines of 64 bytes",
            WRITER,
            time(subject -> subject.run("logs", "bench")),
            new Goal.Ratio(0.5, "dockerd")),
        engines(
            "ps",
            "API list of 100 containers",
            HUNDRED,
            subject -> Check.ok(subject.engine().api().get("/containers/json?all=1")),
            List.of()),
        engines(
            "inspect",
            "API inspect of one of 100 containers",
            HUNDRED,
            subject -> Check.ok(subject.engine().api().get("/containers/c50/json")),
            List.of()),
        few(
            "coldstart",
            "daemon start to first answer, 100 containers on disk",
            HUNDRED,
            subject -> coldStart(subject),
            new Goal.Limit(1500, MILLISECONDS)),
        once("idle", "memory (PSS), no container", Rows::idleMemory, 150),
        once("busy", "memory (PSS), 50 containers running", Rows::busyMemory, 250),
        clients("cli-ps", "`ps -a`, 100 containers", HUNDRED, s -> s.run("ps", "-a")),
        clients("cli-run", "`run --rm busybox true`", NOTHING, Rows::dockerRun),
        clients("cli-exec", "`exec bench true`", SLEEPER, s -> s.run("exec", "bench", "true")));
  }

  private static List<Goal> ofBoth(double factor) {
    return List.of(new Goal.Ratio(factor, "dockerd"), new Goal.Ratio(factor, "podman"));
  }

  private static Row engines(
      String name, String title, Fixture fixture, Action action, List<Goal> goals) {
    return new Row(name, title, ENGINES, MILLISECONDS, ANY, fixture, time(action::on), goals);
  }

  private static Row few(
      String name, String title, Fixture fixture, Row.Measurement measurement, Goal goal) {
    return new Row(name, title, ENGINES, MILLISECONDS, 3, fixture, measurement, List.of(goal));
  }

  private static Row once(String name, String title, Row.Measurement measurement, int megabytes) {
    var goal = new Goal.Limit(megabytes, MEGABYTES);
    return new Row(name, title, ENGINES, MEGABYTES, 1, NOTHING, measurement, List.of(goal));
  }

  private static Row clients(String name, String title, Fixture fixture, Action action) {
    var goal = new Goal.Ratio(2, "docker");
    return new Row(
        name, title, CLIENTS, MILLISECONDS, ANY, fixture, time(action::on), List.of(goal));
  }

  private interface Action {
    void on(Subject subject);
  }

  private static void dockerRun(Subject subject) {
    subject.run("run", "--rm", "busybox", "true");
  }

  private static void twentyAtOnce(Subject subject) {
    try (var executor = Executors.newFixedThreadPool(20)) {
      List<Future<?>> runs =
          IntStream.range(0, 20)
              .<Future<?>>mapToObj(_ -> executor.submit(() -> subject.runOverApi("default")))
              .toList();
      for (var run : runs) {
        run.get();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    } catch (ExecutionException e) {
      throw new IllegalStateException("one of twenty runs failed", e.getCause());
    }
  }

  private static double coldStart(Subject subject) {
    subject.engine().terminate();
    var start = System.nanoTime();
    subject.engine().start();
    var list = Check.ok(subject.engine().api().get("/containers/json?all=1")).json();
    var end = System.nanoTime();
    Check.that(list.size() == 100, "the engine knows " + list.size() + " of 100 containers");
    return (end - start) / 1e6;
  }

  /// Of an engine that has just started and has run one container.
  private static double idleMemory(Subject subject) {
    subject.engine().terminate();
    subject.engine().start();
    dockerRun(subject);
    return settledMemory(subject);
  }

  private static double busyMemory(Subject subject) {
    for (int i = 0; i < 50; i++) {
      subject.run("run", "-d", "busybox", "sleep", "1000000");
    }
    var megabytes = settledMemory(subject);
    subject.engine().removeContainers();
    return megabytes;
  }

  private static double settledMemory(Subject subject) {
    try {
      Thread.sleep(SETTLING);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return Memory.megabytes(subject.engine());
  }
}

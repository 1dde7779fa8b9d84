package dev.gantry.engine.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.engine.runtime.ExecSession;
import dev.gantry.engine.runtime.OutputChunk;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.oci.spec.Healthcheck;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Processes;
import dev.gantry.platform.linux.Signal;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the health checks of containers: each command in its own rhythm, on a thread that waits
/// until the next one is due and ends with the run it watches.
final class HealthMonitor {
  private static final Logger log = LoggerFactory.getLogger(HealthMonitor.class);

  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START_INTERVAL = Duration.ofSeconds(5);
  private static final int RETRIES = 3;
  private static final int OUTPUT = 4096;
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  private final Execs execs;
  private final ContainerEvents events;
  private final InstantSource clock;
  private final Workers workers;
  private final Processes processes;

  HealthMonitor(
      Execs execs,
      ContainerEvents events,
      InstantSource clock,
      Workers workers,
      Processes processes) {
    this.processes = processes;
    this.execs = execs;
    this.events = events;
    this.clock = clock;
    this.workers = workers;
  }

  /// Begins to check a container that just came to run, if it has a check.
  void watch(Container container, Task task) {
    var check = container.spec().healthcheck().filter(HealthMonitor::isCommand);
    container.setHealth(check.map(_ -> Health.STARTING));
    check.ifPresent(
        healthcheck ->
            workers.run(
                "health " + container.id().shortForm(), () -> watch(container, task, healthcheck)));
  }

  private static boolean isCommand(Healthcheck check) {
    return !check.test().isEmpty() && !check.test().getFirst().equals("NONE");
  }

  private void watch(Container container, Task task, Healthcheck check)
      throws InterruptedException {
    Instant started = clock.instant();
    while (true) {
      boolean starting =
          Duration.between(started, clock.instant()).compareTo(check.startPeriod()) < 0;
      boolean healthy =
          container.health().filter(h -> h.status() == Health.Status.HEALTHY).isPresent();
      Thread.sleep(
          starting && !healthy
              ? or(check.startInterval(), START_INTERVAL)
              : or(check.interval(), INTERVAL));
      if (!container.task().equals(Optional.of(task)) || !container.state().isAlive()) {
        return;
      }
      if (container.state() instanceof ContainerState.Running) {
        note(container, task, probe(container, check), starting, check);
      }
    }
  }

  private static Duration or(Duration chosen, Duration otherwise) {
    return chosen.isZero() ? otherwise : chosen;
  }

  private void note(
      Container container, Task task, Health.Probe probe, boolean starting, Healthcheck check) {
    Health before = container.health().orElse(Health.STARTING);
    Health after = before.after(probe, !starting, check.retries() == 0 ? RETRIES : check.retries());
    if (!container.task().equals(Optional.of(task))) {
      return;
    }
    container.setHealth(Optional.of(after));
    if (after.status() != before.status()) {
      events.publish(container, "health_status: " + after.status().word());
    }
  }

  private Health.Probe probe(Container container, Healthcheck check) throws InterruptedException {
    Instant begun = clock.instant();
    try {
      String id = execs.create(container.id().value(), request(check));
      return switch (execs.start(id, false, TerminalSize.UNSET)) {
        case Execs.Started.Failed(String message) ->
            new Health.Probe(begun, clock.instant(), 127, message);
        case Execs.Started.Running(var session) ->
            finish(session, begun, or(check.timeout(), TIMEOUT));
      };
    } catch (GantryException e) {
      return new Health.Probe(begun, clock.instant(), -1, e.getMessage());
    }
  }

  private static Execs.Request request(Healthcheck check) {
    List<String> test = check.test();
    List<String> arguments = test.subList(1, test.size());
    List<String> command =
        test.getFirst().equals("CMD-SHELL")
            ? List.of(SHELL.get(0), SHELL.get(1), String.join(" ", arguments))
            : arguments;
    return new Execs.Request(command, List.of(), "", "", false, false, false, true, true, "", 0, 0);
  }

  private Health.Probe finish(ExecSession session, Instant begun, Duration timeout)
      throws InterruptedException {
    var output = new ByteArrayOutputStream();
    try (session;
        var reader = OwnedThread.virtual("health output", () -> collect(session, output))) {
      boolean ended = reader.join(timeout);
      if (!ended) {
        kill(session);
        return new Health.Probe(
            begun,
            clock.instant(),
            -1,
            "Health check exceeded timeout (" + timeout.toMillis() / 1000.0 + "s)");
      }
      return new Health.Probe(begun, clock.instant(), session.awaitExit(), text(output));
    }
  }

  private void kill(ExecSession session) {
    try {
      processes.signal(session.pid(), Signal.KILL);
    } catch (ErrnoException e) {
      log.warn("health check that took too long could not be killed pid={}", session.pid(), e);
    }
  }

  private static void collect(ExecSession session, ByteArrayOutputStream output)
      throws InterruptedException {
    while (true) {
      Optional<OutputChunk> chunk = session.read();
      if (chunk.isEmpty()) {
        return;
      }
      byte[] bytes = chunk.get().bytes();
      synchronized (output) {
        output.write(bytes, 0, Math.min(bytes.length, OUTPUT - output.size()));
      }
    }
  }

  private static String text(ByteArrayOutputStream output) {
    synchronized (output) {
      return output.toString(UTF_8);
    }
  }
}

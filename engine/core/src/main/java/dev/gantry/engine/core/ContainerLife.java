package dev.gantry.engine.core;

import dev.gantry.engine.core.ContainerState.Ended;
import dev.gantry.engine.runtime.ContainerRuntime;
import dev.gantry.engine.runtime.ExitStatus;
import dev.gantry.engine.runtime.StartFailures;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TaskState;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.store.Durability;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts containers and learns of their end, whoever or whatever causes either: clients, restart
/// policies, a daemon that finds running containers at its own start.
///
/// One watcher per running container waits for its exit. Every change of state happens under the
/// container's lock, so an exit that comes while a start is being finished waits for it.
final class ContainerLife implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ContainerLife.class);

  private final Containers containers;
  private final ContainerRuntime runtime;
  private final ContainerHost host;
  private final ContainerRemoval removal;
  private final HealthMonitor health;
  private final ContainerEvents events;
  private final InstantSource clock;
  private final Timers restarts = new Timers("container restarts");
  private final Workers workers;

  ContainerLife(
      Containers containers,
      ContainerRuntime runtime,
      ContainerHost host,
      ContainerRemoval removal,
      HealthMonitor health,
      ContainerEvents events,
      InstantSource clock,
      Workers workers) {
    this.containers = containers;
    this.runtime = runtime;
    this.host = host;
    this.removal = removal;
    this.health = health;
    this.events = events;
    this.clock = clock;
    this.workers = workers;
  }

  /// Starts at a client's wish.
  StartContainer.Outcome start(Container container) throws InterruptedException {
    try (var _ = container.lock()) {
      switch (container.state()) {
        case ContainerState.Running _ -> {
          return StartContainer.Outcome.ALREADY_RUNNING;
        }
        case ContainerState.Paused _ ->
            throw new ConflictException("cannot start a paused container, try unpause instead");
        case ContainerState.Dead _ ->
            throw new ConflictException("container is marked for removal and cannot be started");
        case ContainerState.Created _, ContainerState.Exited _, ContainerState.Restarting _ -> {}
      }
      if (container.removalInProgress() || container.gone()) {
        throw new ConflictException("container is marked for removal and cannot be started");
      }
      cancelRestart(container);
      container.setBackoff(RestartBackoff.INITIAL);
      launch(container, container.record().withStoppedByHand(false).withRestartCount(0));
      return StartContainer.Outcome.STARTED;
    }
  }

  /// Takes the container from rest to running; the caller holds its lock.
  private void launch(Container container, ContainerRecord record) throws InterruptedException {
    finishLastRun(container);
    container.setStopRequested(false);
    Instant begun = clock.instant();
    var before = record.state().ended();
    var intent =
        record.withState(new ContainerState.Running(0, begun, before.map(Ended::finishedAt)));
    try {
      // The durable record of the intention is written while the processes are being made.
      Task task =
          host.launch(
              record,
              () -> containers.save(container, intent, Durability.SYNCED),
              made -> container.streams().opened(made));
      container.setTask(Optional.of(task));
      containers.save(
          container,
          intent.withState(
              new ContainerState.Running(task.pid(), begun, before.map(Ended::finishedAt))),
          Durability.LAZY);
      watch(container, task);
    } catch (RuntimeException | InterruptedException e) {
      failed(container, record, e);
      throw e;
    }
    log.info(
        "container started id={} name={} took={}ms",
        container.id(),
        container.name(),
        Duration.between(begun, clock.instant()).toMillis());
    events.publish(container, "start");
  }

  private void failed(Container container, ContainerRecord record, Exception failure) {
    String message =
        failure instanceof InterruptedException
            ? "the start was given up"
            : String.valueOf(failure.getMessage());
    int code = StartFailures.exitCode(message);
    log.warn(
        "container could not be started id={} name={}: {}",
        container.id(),
        container.name(),
        message);
    var state =
        record
            .state()
            .ended()
            .<ContainerState>map(
                last ->
                    new ContainerState.Exited(
                        new Ended(last.startedAt(), last.finishedAt(), code, false, message)))
            .orElseGet(
                () ->
                    new ContainerState.Created(
                        Optional.of(new ContainerState.StartFailure(message, code))));
    containers.save(container, record.withState(state), Durability.LAZY);
    events.publish(container, "die", Map.of("exitCode", String.valueOf(code)));
    container.streams().abandon(false);
    container.exits().exited(code);
    if (record.spec().autoRemove()) {
      removal.removeEnded(container);
    }
  }

  private void watch(Container container, Task task) {
    workers.run(
        "watch " + container.id().shortForm(), () -> exited(container, task, task.awaitExit()));
    health.watch(container, task);
  }

  /// A run ended: tells everybody, tidies up, and lets the restart policy decide.
  private void exited(Container container, Task task, ExitStatus status)
      throws InterruptedException {
    try (var _ = container.lockUninterruptibly()) {
      if (container.gone() || !container.task().equals(Optional.of(task))) {
        return;
      }
      container.streams().ended();
      var record = container.record();
      var ended = ended(record.state(), status);
      Duration ran = Duration.between(ended.startedAt(), ended.finishedAt());
      log.info(
          "container ended id={} name={} exitCode={} oomKilled={}",
          container.id(),
          container.name(),
          status.code(),
          status.oomKilled());
      if (status.oomKilled()) {
        events.publish(container, "oom");
      }
      events.publish(
          container,
          "die",
          Map.of(
              "exitCode", String.valueOf(status.code()),
              "execDuration", String.valueOf(ran.toSeconds())));
      // Addresses and ports are free before anybody is told, so the next container can have them.
      host.releaseNetwork(record);
      boolean restart = RestartDecision.afterExit(record, status.code(), container.stopRequested());
      containers.save(
          container,
          record.withState(
              restart ? new ContainerState.Restarting(ended) : new ContainerState.Exited(ended)),
          Durability.LAZY);
      if (restart) {
        scheduleRestart(container, ran);
      }
      if (record.spec().autoRemove() && !restart && !container.removalSuspended()) {
        removal.removeEnded(container);
        container.exits().exited(status.code());
      } else {
        container.exits().exited(status.code());
        finishLastRun(container);
      }
    }
  }

  private Ended ended(ContainerState state, ExitStatus status) {
    Instant startedAt =
        switch (state) {
          case ContainerState.Running(_, var started, _) -> started;
          case ContainerState.Paused(_, var started, _) -> started;
          case ContainerState.Created _,
              ContainerState.Restarting _,
              ContainerState.Exited _,
              ContainerState.Dead _ ->
              status.finishedAt();
        };
    return new Ended(startedAt, status.finishedAt(), status.code(), status.oomKilled(), "");
  }

  /// Removes what a run leaves behind: processes, control groups, mounts. Idempotent.
  void finishLastRun(Container container) throws InterruptedException {
    var task = container.task();
    if (task.isPresent()) {
      task.get().delete();
      container.setTask(Optional.empty());
    }
    host.releaseMounts(container.record());
  }

  private void scheduleRestart(Container container, Duration ran) {
    var backoff = container.backoff().afterRunOf(ran);
    container.setBackoff(backoff.doubled());
    container.setPendingRestart(
        Optional.of(restarts.after(backoff.next(), () -> restart(container))));
  }

  private void restart(Container container) {
    try (var _ = container.lock()) {
      if (container.gone() || !(container.state() instanceof ContainerState.Restarting)) {
        return;
      }
      container.setPendingRestart(Optional.empty());
      var record = container.record();
      launch(container, record.withRestartCount(record.restartCount() + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("restart by policy failed id={} name={}", container.id(), container.name(), e);
    }
  }

  /// Lets a container that waits for its restart rest instead, and tells those who wait for that;
  /// the caller holds its lock.
  void cancelRestart(Container container) {
    container.pendingRestart().ifPresent(Timers.Timer::cancel);
    container.setPendingRestart(Optional.empty());
    if (container.state() instanceof ContainerState.Restarting(var last)) {
      containers.save(
          container,
          container.record().withState(new ContainerState.Exited(last)),
          Durability.LAZY);
      container.exits().exited(last.exitCode());
    }
  }

  /// Makes the state of a container true again that an earlier daemon left behind, before any
  /// client can ask. What its restart policy wants follows in [#restartAfterBoot].
  void recover(Container container) throws InterruptedException {
    try (var _ = container.lockUninterruptibly()) {
      var record = container.record();
      Optional<Task> task = runtime.adopt(container.id().value());
      if (!record.state().isAlive()) {
        container.setTask(task);
        finishLastRun(container);
        return;
      }
      if (task.isPresent() && isAlive(task.get())) {
        adopt(container, task.get());
        return;
      }
      var status =
          task.flatMap(Task::exitStatus)
              .orElseGet(() -> new ExitStatus(ExitStatus.UNKNOWN_CODE, clock.instant(), false));
      container.setTask(task);
      // Also when only the intention to start is on record: the note of the start that followed may
      // have been lost in a power cut, after a client was told that it runs.
      containers.save(
          container,
          record.withState(new ContainerState.Exited(ended(record.state(), status))),
          Durability.LAZY);
      log.info(
          "container had ended while no daemon ran id={} name={} exitCode={}",
          container.id(),
          container.name(),
          status.code());
      finishLastRun(container);
    }
  }

  private static boolean isAlive(Task task) {
    return switch (task.state()) {
      case TaskState.Running _, TaskState.Paused _ -> true;
      // Its start was never acknowledged.
      case TaskState.Created _, TaskState.Exited _ -> false;
    };
  }

  private void adopt(Container container, Task task) {
    container.setTask(Optional.of(task));
    container.streams().opened(task);
    host.adopt(container.record());
    boolean paused = task.state() instanceof TaskState.Paused;
    var state = container.state();
    Instant started = ended(state, new ExitStatus(0, clock.instant(), false)).startedAt();
    Optional<Instant> finished =
        switch (state) {
          case ContainerState.Running(_, _, var last) -> last;
          case ContainerState.Paused(_, _, var last) -> last;
          case ContainerState.Created _,
              ContainerState.Restarting _,
              ContainerState.Exited _,
              ContainerState.Dead _ ->
              Optional.empty();
        };
    containers.save(
        container,
        container
            .record()
            .withState(
                paused
                    ? new ContainerState.Paused(task.pid(), started, finished)
                    : new ContainerState.Running(task.pid(), started, finished)),
        Durability.LAZY);
    watch(container, task);
    log.info(
        "container adopted id={} name={} pid={}", container.id(), container.name(), task.pid());
  }

  /// Does what restart policies and `--rm` want of a container found ended at the daemon's start.
  void settleAfterBoot(Container container) {
    try (var _ = container.lockUninterruptibly()) {
      var record = container.record();
      var ended = record.state().ended();
      if (record.state().isAlive() || ended.isEmpty()) {
        return;
      }
      if (RestartDecision.afterBoot(record, ended.get().exitCode())) {
        containers.save(
            container,
            record.withState(new ContainerState.Restarting(ended.get())),
            Durability.LAZY);
        workers.run("restart " + container.id().shortForm(), () -> restart(container));
      } else if (record.spec().autoRemove()) {
        removal.removeEnded(container);
      } else if (record.state() instanceof ContainerState.Restarting(var last)) {
        containers.save(
            container, record.withState(new ContainerState.Exited(last)), Durability.LAZY);
      }
    }
  }

  /// Stops restarting containers; those that run go on.
  @Override
  public void close() {
    restarts.close();
  }
}

package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Learns how a task ends.
///
/// Its end is the end of conmon, which a pidfd tells at once: by then the log is complete and
/// the exit code on disk. When conmon ends without having written one, it was killed; the task
/// then lives on without log and input, and its own pidfd tells its end.
final class TaskEnd {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEnd.class);

  private final Bundle bundle;
  private final Cgroup cgroup;
  private final TaskEnvironment environment;
  private final TaskProcesses processes;
  private final int pid;
  private final Optional<Fd> process;
  private final Optional<TaskStreams> streams;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private volatile Optional<Poller.Registration> monitorWatch = Optional.empty();

  TaskEnd(
      Bundle bundle,
      Cgroup cgroup,
      TaskEnvironment environment,
      int pid,
      Optional<Fd> process,
      Optional<TaskStreams> streams) {
    this.bundle = bundle;
    this.cgroup = cgroup;
    this.environment = environment;
    this.processes = new TaskProcesses(environment.processes(), environment.poller());
    this.pid = pid;
    this.process = process;
    this.streams = streams;
    environment.orphans().follow(pid);
  }

  /// Follows a monitor that runs, or has just ended.
  void watch(Fd monitor) throws ErrnoException {
    monitorWatch =
        Optional.of(
            environment
                .poller()
                .register(
                    monitor,
                    Set.of(PollEvent.READABLE),
                    Poller.Mode.ONE_SHOT,
                    (here, _) -> environment.workers().execute(() -> monitorEnded(here, monitor))));
  }

  private void monitorEnded(Poller.Registration watch, Fd monitor) {
    try (monitor;
        watch) {
      processes.reap(monitor);
      var written = bundle.findExit();
      if (written.isPresent()) {
        ended(written.get());
      } else {
        LOG.warn("the monitor of a task was killed task={} pid={}", bundle.id(), pid);
        // There will be no more output, though the task may run for years.
        streams.ifPresent(TaskStreams::exited);
        environment.orphans().collect();
        followProcess();
      }
    } catch (IOException e) {
      LOG.error("cannot tell how a task ended task={}", bundle.id(), e);
      ended(unknown());
    } catch (InterruptedException _) {
      // The runtime is closing; the next one will find out.
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the end of a task that has no monitor any more.
  void followProcess() throws ErrnoException, InterruptedException {
    if (process.isEmpty()) {
      ended(unknown());
      return;
    }
    processes.awaitEnd(process.get());
    var status = processes.statusOf(process.get());
    ended(
        status
            .map(found -> new ExitStatus(found.shellCode(), environment.clock().instant(), false))
            .orElseGet(this::unknown));
  }

  private ExitStatus unknown() {
    return new ExitStatus(ExitStatus.UNKNOWN_CODE, environment.clock().instant(), false);
  }

  /// The end: nothing is waited for after this.
  void ended(ExitStatus status) {
    boolean oomKilled = bundle.sawOom() || countsOomKills();
    exit.complete(new ExitStatus(status.code(), status.finishedAt(), oomKilled));
    streams.ifPresent(TaskStreams::exited);
    environment.orphans().unfollow(pid);
    LOG.debug("task ended task={} code={} oomKilled={}", bundle.id(), status.code(), oomKilled);
  }

  private boolean countsOomKills() {
    try {
      return cgroup.oomKills() > 0;
    } catch (IOException e) {
      LOG.debug("no OOM counter task={}", bundle.id(), e);
      return false;
    }
  }

  /// Whether nothing is known of the end, and somebody still waits for it.
  boolean isAwaited() {
    return !exit.isDone();
  }

  Optional<ExitStatus> find() {
    return exit.isDone() && !exit.isCompletedExceptionally()
        ? Optional.of(exit.join())
        : Optional.empty();
  }

  ExitStatus await() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new UnavailableException("await the end of task " + bundle.id(), e);
    }
  }

  /// Like [#await], but gives up after a while.
  Optional<ExitStatus> await(Duration patience) throws InterruptedException {
    try {
      return Optional.of(exit.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new UnavailableException("await the end of task " + bundle.id(), e);
    }
  }

  /// Waits no longer. The next runtime will find out.
  void release() {
    exit.completeExceptionally(new IllegalStateException("the runtime was closed"));
    monitorWatch.ifPresent(Poller.Registration::close);
    environment.orphans().unfollow(pid);
  }
}

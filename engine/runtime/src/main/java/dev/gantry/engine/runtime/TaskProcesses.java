package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.ExitStatus;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds and awaits processes that are not children Java knows of.
final class TaskProcesses {
  /// How long the parent of a process may take to reap it. Where pid 1 is slow it is seconds.
  private static final Duration REAPING = Duration.ofSeconds(10);

  private final Processes processes;
  private final Poller poller;

  TaskProcesses(Processes processes, Poller poller) {
    this.processes = processes;
    this.poller = poller;
  }

  /// The process of that pid, if it is the monitor of that bundle and not a later bearer.
  Optional<Fd> findMonitor(int pid, Bundle bundle) throws IOException {
    return find(pid, "cmdline", bundle.directory().toString());
  }

  /// The process of that pid, if it lives in that cgroup.
  Optional<Fd> findMember(int pid, Cgroup cgroup) throws IOException {
    return find(pid, "cgroup", cgroup.path());
  }

  /// Opened first and looked at then: what is seen is true of what was opened, unless that has
  /// ended since.
  private Optional<Fd> find(int pid, String file, String mark) throws IOException {
    var found = processes.find(pid);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (read(Path.of("/proc", Integer.toString(pid), file)).contains(mark)) {
      return found;
    }
    found.get().close();
    return Optional.empty();
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      // ESRCH: it has ended between open and read.
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return "";
      }
      throw e;
    }
  }

  /// Waits for the end of a process.
  void awaitEnd(Fd pidfd) throws ErrnoException, InterruptedException {
    try (var waiter = poller.waiter(pidfd, PollEvent.READABLE)) {
      waiter.await();
    }
  }

  /// Waits for the end of a process, but not for ever.
  ///
  /// @return whether it has ended
  boolean awaitEnd(Fd pidfd, Duration atMost) throws ErrnoException, InterruptedException {
    return await(pidfd, PollEvent.READABLE, atMost);
  }

  /// The status of a process that has ended: by reaping it, when it has become our child, else
  /// by asking the kernel once its parent has reaped it. Empty where neither works.
  Optional<ExitStatus> statusOf(Fd pidfd) throws ErrnoException, InterruptedException {
    try {
      var reaped = processes.reap(pidfd);
      if (reaped.isPresent()) {
        return reaped;
      }
    } catch (ErrnoException e) {
      if (!e.is(Errno.ECHILD)) {
        throw e;
      }
    }
    var known = processes.findExitStatus(pidfd);
    if (known.isPresent()) {
      return known;
    }
    // The kernel tells when its parent has reaped it, or is too old for that.
    await(pidfd, PollEvent.HANG_UP, REAPING);
    return processes.findExitStatus(pidfd);
  }

  private boolean await(Fd pidfd, PollEvent event, Duration atMost)
      throws ErrnoException, InterruptedException {
    var happened = new CompletableFuture<Boolean>();
    try (var _ =
        poller.register(
            pidfd,
            Set.of(event),
            Poller.Mode.ONE_SHOT,
            (_, events) -> {
              if (events.contains(event)) {
                happened.complete(true);
              }
            })) {
      return happened.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a future that only completes has failed", e);
    }
  }

  /// Takes a process that has ended off the kernel's list, when that is ours to do.
  void reap(Fd pidfd) throws ErrnoException {
    try {
      processes.reap(pidfd);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ECHILD)) {
        throw e;
      }
    }
  }
}

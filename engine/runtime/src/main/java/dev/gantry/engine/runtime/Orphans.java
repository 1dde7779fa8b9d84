package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.Processes;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reaps the processes of containers that became our children because their parents ended.
///
/// An exec that fails leaves one each time: crun does not wait for the process that could not
/// be what it was to be. While it is not reaped, its container's first process cannot end.
///
/// Java reaps the children it has started. Those of containers are told from them by having a
/// pid in a namespace of their own besides the one they have in ours.
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private final Processes processes;
  private final Poller poller;

  /// The pids of those whose end somebody follows, us included.
  private final Set<Integer> followed = ConcurrentHashMap.newKeySet();

  private int expected; // guarded by this
  private boolean postponed; // guarded by this

  Orphans(Processes processes, Poller poller) {
    this.processes = processes;
    this.poller = poller;
  }

  /// From now on the caller awaits and reaps this process, should it become our child.
  void follow(int pid) {
    followed.add(pid);
  }

  void unfollow(int pid) {
    followed.remove(pid);
  }

  /// Until [#expectedOneCame], a process may become our child whose follower does not know its
  /// pid yet: nothing is collected meanwhile.
  void expectOne() {
    synchronized (this) {
      expected++;
    }
  }

  void expectedOneCame() {
    boolean collect;
    synchronized (this) {
      expected--;
      collect = expected == 0 && postponed;
    }
    if (collect) {
      collect();
    }
  }

  /// Reaps the orphans there are, those that still run as soon as they end. To be called when
  /// something has happened by which there may be new ones.
  void collect() {
    synchronized (this) {
      postponed = expected > 0;
      if (postponed) {
        return;
      }
    }
    try {
      for (int pid : Children.of("self")) {
        if (Children.isOfContainer(pid) && followed.add(pid)) {
          await(pid);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot look for orphaned processes", e);
    }
  }

  private void await(int pid) throws ErrnoException {
    var process = processes.find(pid);
    if (process.isEmpty()) {
      followed.remove(pid);
      return;
    }
    poller.register(
        process.get(),
        Set.of(PollEvent.READABLE),
        Poller.Mode.ONE_SHOT,
        (here, _) -> reap(pid, process.get(), here));
  }

  private void reap(int pid, Fd pidfd, Poller.Registration here) {
    try (pidfd;
        here) {
      processes.reap(pidfd);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ECHILD)) {
        LOG.warn("cannot reap an orphaned process pid={}", pid, e);
      }
    } finally {
      followed.remove(pid);
    }
  }
}

package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What every [Processes] does.
abstract class ProcessesContract {
  abstract Processes processes();

  /// Starts a process that runs until it is ended, and returns its pid.
  abstract int start() throws Exception;

  /// Kills a process that was started, and returns when nobody finds its pid any more.
  abstract void end(int pid) throws Exception;

  /// Whether the status of a process that was reaped by somebody else can be known.
  abstract boolean knowsStatusAfterReaping();

  @Test
  void aRunningProcessIsFoundAndTakesSignals() throws Exception {
    int pid = start();
    try (var pidfd = processes().find(pid).orElseThrow()) {
      assertThat(processes().hasEnded(pidfd)).isFalse();
      assertThat(processes().findExitStatus(pidfd)).isEmpty();
      assertThat(processes().signal(pidfd, Signal.CONT)).isTrue();
      assertThat(processes().signal(pid, Signal.CONT)).isTrue();
      assertThat(processes().findStartTime(pid)).isPresent();
    }
    end(pid);
  }

  @Test
  void anEndedProcessIsRecognisedByItsPidfd() throws Exception {
    int pid = start();
    try (var pidfd = processes().find(pid).orElseThrow()) {
      end(pid);

      assertThat(processes().hasEnded(pidfd)).isTrue();
      assertThat(processes().signal(pidfd, Signal.TERM)).isFalse();
      if (knowsStatusAfterReaping()) {
        assertThat(processes().findExitStatus(pidfd))
            .contains(new ExitStatus.Killed(Signal.KILL, false));
      }
    }
  }

  @Test
  void aPollerTellsOfTheEnd() throws Exception {
    int pid = start();
    var ended = new CountDownLatch(1);
    try (var pidfd = processes().find(pid).orElseThrow();
        var poller = Poller.start("test-poller")) {
      poller.register(
          pidfd, Set.of(PollEvent.READABLE), Poller.Mode.ONE_SHOT, (_, _) -> ended.countDown());
      assertThat(ended.getCount()).isEqualTo(1);

      end(pid);

      ended.await();
    }
  }

  @Test
  void aPidThatNobodyHasIsNotFound() throws Exception {
    int pid = start();
    end(pid);

    assertThat(processes().find(pid)).isEmpty();
    assertThat(processes().signal(pid, Signal.CONT)).isFalse();
    assertThat(processes().findStartTime(pid)).isEmpty();
  }
}

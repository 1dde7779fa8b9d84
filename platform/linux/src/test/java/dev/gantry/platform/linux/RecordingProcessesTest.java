package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordingProcessesTest extends ProcessesContract {
  private final RecordingProcesses processes = new RecordingProcesses();
  private int nextPid = 100;

  @Override
  Processes processes() {
    return processes;
  }

  @Override
  int start() {
    processes.start(nextPid, 7);
    return nextPid++;
  }

  @Override
  void end(int pid) throws Exception {
    processes.end(pid, new ExitStatus.Killed(Signal.KILL, false));
  }

  @Override
  boolean knowsStatusAfterReaping() {
    return true;
  }

  @Test
  void signalsAreRememberedInOrder() throws Exception {
    int pid = start();
    try (var pidfd = processes.find(pid).orElseThrow()) {
      processes.signal(pidfd, Signal.TERM);
      processes.signal(pid, Signal.KILL);
    }

    assertThat(processes.sent())
        .containsExactly(
            new RecordingProcesses.Sent(pid, Signal.TERM),
            new RecordingProcesses.Sent(pid, Signal.KILL));
  }
}

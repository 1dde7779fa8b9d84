package dev.gantry.platform.linux;

import static dev.gantry.platform.linux.DirectoryTest.assertThatErrno;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelProcessesTest extends ProcessesContract {
  @TempDir private Path directory;
  private final Processes processes = Processes.system();
  private final Map<Integer, Process> started = new HashMap<>();

  @Override
  Processes processes() {
    return processes;
  }

  @Override
  int start() throws Exception {
    var process = new ProcessBuilder("sleep", "1000").start();
    int pid = Math.toIntExact(process.pid());
    started.put(pid, process);
    return pid;
  }

  @Override
  void end(int pid) throws Exception {
    Objects.requireNonNull(started.get(pid)).destroyForcibly().waitFor();
  }

  @Override
  boolean knowsStatusAfterReaping() {
    var release = System.getProperty("os.version").split("[.-]", 3);
    int major = Integer.parseInt(release[0]);
    return major > 6 || (major == 6 && Integer.parseInt(release[1]) >= 15);
  }

  @AfterEach
  void killLeftovers() {
    started.values().forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @CsvSource({"exit 7, 7", "kill -TERM $$, 143"})
  void anOrphanIsAdoptedAndReaped(String lastWords, int shellCode) throws Exception {
    processes.becomeSubreaper();
    try (var view = Directory.open(directory, Lookup.BENEATH)) {
      view.makeNode("gate", FileType.FIFO, 0600, new DeviceNumber(0, 0));
    }
    // The shell in the middle names its child and ends at once, which closes our end of the pipe;
    // the child waits until we have opened a pidfd.
    String child = "sh -c 'read go < " + gate() + "; " + lastWords + "'";
    var process = new ProcessBuilder("sh", "-c", child + " & echo $!").start();
    var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    int orphan = Integer.parseInt(reader.readLine());
    process.waitFor();

    try (var pidfd = processes.find(orphan).orElseThrow();
        var gate = Fd.open(gate(), OpenFlag.READ_WRITE);
        var poller = Poller.start("test-poller");
        var waiter = poller.waiter(pidfd, PollEvent.READABLE)) {
      assertThat(processes.reap(pidfd)).isEmpty();

      gate.writeFully("go\n".getBytes(UTF_8));
      waiter.await();

      assertThat(processes.reap(pidfd)).map(ExitStatus::shellCode).contains(shellCode);
      assertThatErrno(Errno.ECHILD, () -> processes.reap(pidfd));
      if (knowsStatusAfterReaping()) {
        assertThat(processes.findExitStatus(pidfd)).map(ExitStatus::shellCode).contains(shellCode);
      }
    }
  }

  private Path gate() {
    return directory.resolve("gate");
  }

  @Test
  void aCommandWithParenthesesDoesNotHideTheStartTime() throws Exception {
    int own = Math.toIntExact(ProcessHandle.current().pid());
    int pid = start();

    assertThat(processes.findStartTime(pid).orElseThrow())
        .isGreaterThan(processes.findStartTime(own).orElseThrow());
    assertThat(
            KernelProcesses.startTime(
                "7 (a) b (c)) S 1 7 7 0 -1 4 5 6 7 8 9 10 11 12 13 20 0 1 4711 1 2"))
        .isEqualTo(4711);
  }
}

package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command that runs beside the test. Closing it kills what is left of it.
public final class RunningCommand implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final Transcript stdout;
  private final Transcript stderr;

  RunningCommand(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.stdout = Transcript.of(process.getInputStream());
    this.stderr = Transcript.of(process.getErrorStream());
  }

  public Transcript stdout() {
    return stdout;
  }

  public Transcript stderr() {
    return stderr;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Writes to the command's standard input.
  public void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the command's standard input.
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a signal, by its name without `SIG`, to the command itself.
  public void signal(String name) {
    Commands.run("kill", "-" + name, Long.toString(process.pid())).orThrow();
  }

  /// Whether the command has ended when `limit` has passed, if not before.
  public boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits for the command to end.
  public Outcome join() {
    return join(Duration.ofSeconds(60));
  }

  public Outcome join(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "`%s` still runs after %s%nstdout: %s%nstderr: %s"
                .formatted(String.join(" ", command), limit, stdout.text(), stderr.text()));
      }
      return new Outcome(
          command,
          process.exitValue(),
          stdout.awaitEnd(Duration.ofSeconds(10)),
          stderr.awaitEnd(Duration.ofSeconds(10)));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted waiting for " + command, stop);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.Pipe;
import dev.gantry.platform.linux.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// Starts one process in a running task.
///
/// The OCI runtime runs as a child of the daemon for as long as the process does, and ends with
/// its exit code. It writes a pid file when the process is about to run; when it ends without,
/// it has failed, and what came out is its complaint.
final class ExecStart {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final File NULL_DEVICE = new File("/dev/null");

  private final TaskRecord task;
  private final OciRuntime runtime;
  private final TaskEnvironment environment;
  private final ExecSpec spec;
  private final String name = "exec-" + NUMBERS.incrementAndGet();

  /// With the process's description, and where a crun that is killed leaves a file.
  private final Path scratch;

  private final Path processFile;
  private final Path pidFile;
  private final Path consoleSocket;

  ExecStart(TaskRecord task, OciRuntime runtime, TaskEnvironment environment, ExecSpec spec) {
    this.task = task;
    this.runtime = runtime;
    this.environment = environment;
    this.spec = spec;
    this.scratch = environment.temporary().resolve(name);
    this.processFile = scratch.resolve("process.json");
    this.pidFile = environment.pidFiles().path(name);
    this.consoleSocket = scratch.resolve("console.sock");
  }

  ExecOutcome run() throws InterruptedException {
    var started = environment.pidFiles().expect(name);
    try {
      Files.createDirectory(scratch);
      var json = OciProcess.of(spec.process(), spec.process().args(), environment.limits());
      Files.write(processFile, Json.bytes(json));
      if (spec.process().terminal()) {
        return onTerminal(started);
      }
      var outcome = spec.detached() ? unheard(started) : onPipes(started);
      // Nobody heard why it failed; it fails again before anything has happened.
      return spec.detached() && outcome instanceof ExecOutcome.Failed ? onPipes(started) : outcome;
    } catch (IOException e) {
      throw new InternalException("exec in task " + task.id() + ": " + e.getMessage(), e);
    } finally {
      environment.pidFiles().forget(name);
      removeFiles();
    }
  }

  private ProcessBuilder command(String... more) {
    var builder = new ProcessBuilder(runtime.exec(task.id(), processFile, pidFile, List.of(more)));
    builder.environment().clear();
    builder.environment().putAll(environment.command().environment());
    builder.environment().put(OciRuntime.SCRATCH, scratch.toString());
    builder.redirectInput(Redirect.from(NULL_DEVICE));
    builder.redirectOutput(Redirect.DISCARD);
    builder.redirectError(Redirect.DISCARD);
    return builder;
  }

  /// With output to `/dev/null`, so that it goes on when the daemon is killed.
  private ExecOutcome unheard(CompletableFuture<Boolean> started)
      throws IOException, InterruptedException {
    var builder = command();
    if (!spec.stdin()) {
      return awaitStart(new ExecProcess(builder.start(), true, environment), started);
    }
    try (var input = Pipe.open()) {
      builder.redirectInput(Redirect.from(input.readEnd().path().toFile()));
      var exec = new ExecProcess(builder.start(), true, environment);
      exec.setInput(input.writeEnd().duplicate());
      input.readEnd().close();
      return awaitStart(exec, started);
    }
  }

  private ExecOutcome onPipes(CompletableFuture<Boolean> started)
      throws IOException, InterruptedException {
    try (var input = Pipe.open();
        var output = Pipe.open();
        var error = Pipe.open()) {
      var builder = command();
      if (spec.stdin()) {
        builder.redirectInput(Redirect.from(input.readEnd().path().toFile()));
      }
      builder.redirectOutput(Redirect.to(output.writeEnd().path().toFile()));
      builder.redirectError(Redirect.to(error.writeEnd().path().toFile()));
      var exec = new ExecProcess(builder.start(), true, environment);
      if (spec.stdin()) {
        exec.setInput(input.writeEnd().duplicate());
      }
      exec.addOutput(OutputChannel.STDOUT, output.readEnd().duplicate());
      exec.addOutput(OutputChannel.STDERR, error.readEnd().duplicate());
      // Our copies of the child's ends must go, or no end is ever seen.
      List.of(input.readEnd(), output.writeEnd(), error.writeEnd()).forEach(Fd::close);
      return awaitStart(exec, started);
    }
  }

  /// crun passes the terminal on and waits for the process; runc does one or the other.
  private ExecOutcome onTerminal(CompletableFuture<Boolean> started)
      throws IOException, InterruptedException {
    boolean waits = runtime.name() == RuntimeName.CRUN;
    environment.orphans().expectOne();
    try (var console = UnixSocket.listen(UnixSocket.Kind.STREAM, consoleSocket, 0600, 1);
        var error = Pipe.open()) {
      console.fd().setNonBlocking(true);
      var builder =
          command(waits ? "--tty" : "--detach", "--console-socket", consoleSocket.toString());
      builder.redirectError(Redirect.to(error.writeEnd().path().toFile()));
      var exec = new ExecProcess(builder.start(), waits, environment);
      exec.addOutput(OutputChannel.STDOUT, error.readEnd().duplicate());
      error.writeEnd().close();
      var pid = awaitStartOrEnd(exec, started);
      // Passed on before the pid file is written, and possibly before a failure.
      var master = receiveTerminal(console);
      if (master.isPresent()) {
        exec.setTerminal(master.get());
      }
      return outcome(exec, pid);
    } finally {
      environment.orphans().expectedOneCame();
    }
  }

  private static Optional<Fd> receiveTerminal(UnixSocket console) throws ErrnoException {
    try (var connection = console.accept()) {
      var fds = new ArrayList<Fd>();
      connection.receive(ByteBuffer.allocate(4096), fds, 1);
      return fds.stream().findFirst();
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private ExecOutcome awaitStart(ExecProcess exec, CompletableFuture<Boolean> started)
      throws IOException, InterruptedException {
    return outcome(exec, awaitStartOrEnd(exec, started));
  }

  /// The pid; empty when the runtime has ended without telling one.
  private OptionalInt awaitStartOrEnd(ExecProcess exec, CompletableFuture<Boolean> started)
      throws IOException, InterruptedException {
    try {
      CompletableFuture.anyOf(started, exec.clientEnd()).get();
      return Bundle.findNumber(pidFile);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a future that only completes has failed", e);
    } catch (InterruptedException e) {
      exec.abandon();
      throw e;
    }
  }

  private ExecOutcome outcome(ExecProcess exec, OptionalInt pid) throws InterruptedException {
    if (pid.isEmpty()) {
      return failed(exec);
    }
    exec.started(pid.getAsInt());
    return new ExecOutcome.Started(exec);
  }

  private ExecOutcome failed(ExecProcess exec) throws InterruptedException {
    var complaint = new ByteArrayOutputStream();
    exec.started(0);
    int code = exec.awaitExit();
    for (var chunk = exec.read(); chunk.isPresent(); chunk = exec.read()) {
      complaint.writeBytes(chunk.get().bytes());
    }
    exec.close();
    String program = spec.process().args().getFirst();
    String output = complaint.toString(StandardCharsets.UTF_8).strip();
    String message =
        OciErrors.exec(
            program, output.isEmpty() ? runtime.name().text() + " ended with " + code : output);
    int failure = StartFailures.exitCode(message);
    return new ExecOutcome.Failed(failure == 128 ? 126 : failure, message);
  }

  private void removeFiles() {
    try (var parent = Directory.open(environment.temporary(), Lookup.NO_SYMLINKS)) {
      parent.removeTree(name);
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new InternalException("remove the files of " + name, e);
    }
  }
}

package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.Terminal;
import dev.gantry.platform.linux.WindowSize;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process executed into a task, seen through the OCI runtime that waits for it.
final class ExecProcess implements ExecSession {
  private static final Logger LOG = LoggerFactory.getLogger(ExecProcess.class);

  /// How long output is still taken after the process has ended, when it left children behind
  /// that have it open.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int READ_SIZE = 32 * 1024;

  private final Process client;
  private final boolean clientWaits;
  private final TaskEnvironment environment;
  private final TaskProcesses processes;
  private final OutputFan fan;
  private final OutputFan.Reader reader;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> clientEnd;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private volatile Optional<InputPipe> input = Optional.empty();
  private volatile Optional<Fd> master = Optional.empty();
  private volatile int pid;

  /// @param clientWaits whether the OCI runtime ends with the process and its code, rather than
  ///     as soon as the process runs, which is our child then
  ExecProcess(Process client, boolean clientWaits, TaskEnvironment environment) {
    this.client = client;
    this.clientWaits = clientWaits;
    this.environment = environment;
    this.processes = new TaskProcesses(environment.processes(), environment.poller());
    this.fan = new OutputFan(this::resume, Optional.empty());
    this.reader = fan.join();
    this.clientEnd = client.onExit().thenApply(Process::exitValue);
  }

  /// Completes when the OCI runtime that started the process has ended.
  CompletableFuture<Integer> clientEnd() {
    return clientEnd;
  }

  void setInput(Fd fd) throws ErrnoException {
    fd.setNonBlocking(true);
    input = Optional.of(new InputPipe(b -> writeNow(fd, b), fd, environment.poller(), READ_SIZE));
  }

  private static int writeNow(Fd fd, ByteBuffer bytes) throws ErrnoException {
    try {
      return fd.write(bytes);
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return 0;
      }
      throw e;
    }
  }

  void addOutput(OutputChannel channel, Fd fd) throws ErrnoException {
    fd.setNonBlocking(true);
    var source = new Source(channel, fd);
    // Before its first event, which may be its end.
    sources.add(source);
    source.watch();
  }

  void setTerminal(Fd fd) throws ErrnoException {
    master = Optional.of(fd);
    setInput(fd.duplicate());
    addOutput(OutputChannel.STDOUT, fd.duplicate());
  }

  /// All outputs are known; from here on the end is awaited.
  ///
  /// @param runningPid 0 when it was not started
  void started(int runningPid) {
    pid = runningPid;
    environment.orphans().follow(runningPid);
    Optional<Fd> process = runningPid == 0 ? Optional.empty() : findProcess(runningPid);
    environment.workers().execute(() -> awaitEnd(process));
  }

  private Optional<Fd> findProcess(int runningPid) {
    try {
      return environment.processes().find(runningPid);
    } catch (ErrnoException e) {
      throw new InternalException("open process " + runningPid, e);
    }
  }

  private void awaitEnd(Optional<Fd> process) {
    try {
      int clientCode = clientEnd.get();
      if (process.isEmpty()) {
        // What could not be started was not waited for either.
        environment.orphans().collect();
      }
      ended(process.isPresent() ? code(process.get(), clientCode) : clientCode);
    } catch (ErrnoException e) {
      LOG.warn("cannot follow an exec pid={}", pid, e);
      ended(ExitStatus.UNKNOWN_CODE);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a future that only completes has failed", e);
    } catch (InterruptedException _) {
      // The runtime is closing: who reads hears no more, and nobody knows how it will end.
      fan.end();
      Thread.currentThread().interrupt();
    } finally {
      process.ifPresent(Fd::close);
      environment.orphans().unfollow(pid);
    }
  }

  /// A runtime that waits ends after the process, unless somebody killed it.
  private int code(Fd process, int clientCode) throws ErrnoException, InterruptedException {
    if (clientWaits && environment.processes().hasEnded(process)) {
      return clientCode;
    }
    processes.awaitEnd(process);
    return processes.statusOf(process).map(status -> status.shellCode()).orElse(clientCode);
  }

  private void ended(int code) {
    exit.complete(code);
    input.ifPresent(InputPipe::close);
    endWhenDone();
    if (!sources.isEmpty()) {
      environment.timers().after(LINGER, this::stopLingering);
    }
  }

  private void stopLingering() {
    // A reader who is behind still gets what is in the pipe.
    if (fan.isPaused()) {
      environment.timers().after(LINGER, this::stopLingering);
    } else {
      sources.forEach(Source::stop);
    }
  }

  private void endWhenDone() {
    if (exit.isDone() && sources.isEmpty()) {
      master.ifPresent(Fd::close);
      fan.end();
    }
  }

  private void resume() {
    sources.forEach(Source::rearm);
  }

  /// Ends what was started for somebody who did not wait.
  void abandon() {
    client.destroyForcibly();
    started(0);
    close();
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public OptionalInt exitCode() {
    return exit.isDone() ? OptionalInt.of(exit.join()) : OptionalInt.empty();
  }

  @Override
  public int awaitExit() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a future that only completes has failed", e);
    }
  }

  @Override
  public void resize(TerminalSize size) {
    var terminal = master;
    if (terminal.isEmpty() || exit.isDone()) {
      return;
    }
    try {
      var found = Terminal.find(terminal.get());
      if (found.isPresent()) {
        found.get().resize(new WindowSize(size.rows(), size.columns()));
      }
    } catch (ErrnoException e) {
      throw new InternalException("resize the terminal of an exec", e);
    } catch (IllegalStateException _) {
      // Closed: the process ended just now.
      return;
    }
  }

  @Override
  public Optional<OutputChunk> read() throws InterruptedException {
    return reader.read();
  }

  @Override
  public boolean write(byte[] bytes, int offset, int length) throws InterruptedException {
    var target = input;
    return target.isPresent() && target.get().write(bytes, offset, length);
  }

  @Override
  public void closeInput() {
    // A terminal has no end of input that could be closed: its user types one.
    if (master.isEmpty()) {
      input.ifPresent(InputPipe::close);
    }
  }

  @Override
  public boolean dropped() {
    return reader.dropped();
  }

  @Override
  public void close() {
    reader.close();
    closeInput();
  }

  /// One descriptor that output comes from.
  private final class Source {
    private final OutputChannel channel;
    private final Fd fd;
    private volatile Optional<Poller.Registration> registration = Optional.empty();

    Source(OutputChannel channel, Fd fd) {
      this.channel = channel;
      this.fd = fd;
    }

    void watch() throws ErrnoException {
      registration =
          Optional.of(
              environment
                  .poller()
                  .register(
                      fd,
                      Set.of(PollEvent.READABLE),
                      Poller.Mode.ONE_SHOT,
                      (here, _) -> readOnce(here)));
    }

    /// Runs on the poller's thread.
    private void readOnce(Poller.Registration here) {
      var buffer = ByteBuffer.allocate(READ_SIZE);
      try {
        int length = fd.read(buffer);
        if (length < 0) {
          end(here);
          return;
        }
        var bytes = Arrays.copyOf(buffer.array(), length);
        if (fan.offer(new OutputChunk(channel, bytes))) {
          here.rearm();
        }
      } catch (ErrnoException _) {
        // EIO: the last program has left the terminal.
        end(here);
      }
    }

    void rearm() {
      try {
        if (registration.isPresent()) {
          registration.get().rearm();
        }
      } catch (ErrnoException e) {
        throw new InternalException("read the output of an exec", e);
      }
    }

    void stop() {
      registration.ifPresent(this::end);
    }

    private void end(Poller.Registration here) {
      if (sources.remove(this)) {
        here.close();
        fd.close();
        endWhenDone();
      }
    }
  }
}

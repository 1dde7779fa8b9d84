package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A container engine as a process of its own, with private roots and a private socket.
///
/// The same instance can be stopped, killed and started again on the same roots; its containers
/// are expected to outlive it. [#close] removes everything it ever made.
public abstract class Engine implements AutoCloseable {
  private final Path base;
  private final TestHost host;
  private @Nullable Process process;
  private @Nullable Transcript output;

  Engine(Path base, TestHost host) {
    this.base = base;
    this.host = host;
  }

  /// What reports and benchmark tables call it.
  public abstract String name();

  /// The newest Docker API version it speaks.
  public abstract String apiVersion();

  /// The command line of the daemon.
  abstract List<String> command();

  abstract Map<String, String> environment();

  /// The words on the daemon's output that say that it answers requests.
  abstract String readyMark();

  /// Starts what the daemon needs beside itself.
  void startHelpers() throws IOException {}

  /// Ends helpers that the daemon leaves running on purpose, once all containers are gone.
  abstract void endHelpers();

  /// Ends what would start containers again while they are removed for good.
  void endReconcilers() {}

  public final TestHost host() {
    return host;
  }

  /// The folder below which it keeps everything.
  public final Path base() {
    return base;
  }

  public final Path dataRoot() {
    return base.resolve("data");
  }

  public final Path execRoot() {
    return base.resolve("exec");
  }

  public final Path socket() {
    return base.resolve("docker.sock");
  }

  public final Path pidFile() {
    return base.resolve("daemon.pid");
  }

  /// The administrator's kubeconfig of the engine's cluster, when it has one.
  public final Path kubeconfig() {
    return base.resolve("kubeconfig");
  }

  /// A control group for this engine's containers alone, for tests that look for leaks; it goes
  /// with the engine.
  public final String cgroupParent() {
    return "/" + base.getFileName();
  }

  public final String endpoint() {
    return "unix://" + socket();
  }

  public final ApiClient api() {
    return new ApiClient(socket(), apiVersion());
  }

  /// Whether it answers as Docker 28 does, rather than as the 20.10 of Debian's package.
  public final boolean isModern() {
    return apiVersion().equals("1.50");
  }

  /// The spelling to expect: Docker 28's, or that of 20.10 when the peer is under test.
  public final <T> T spelling(T modern, T old) {
    return isModern() ? modern : old;
  }

  /// Starts the daemon and returns once it answers.
  public final void start() {
    start(Duration.ofSeconds(60));
  }

  public final void start(Duration limit) {
    if (isRunning()) {
      throw new IllegalStateException(name() + " runs already");
    }
    try {
      Files.createDirectories(base);
      startHelpers();
      var builder = new ProcessBuilder(host.inside(command())).redirectErrorStream(true);
      builder.environment().putAll(environment());
      var started = builder.start();
      process = started;
      output = Transcript.of(started.getInputStream());
      output.await(text -> text.contains(readyMark()), "\"" + readyMark() + "\"", limit);
    } catch (IOException e) {
      throw new UncheckedIOException("start " + name(), e);
    }
  }

  public final boolean isRunning() {
    return process != null && process.isAlive();
  }

  /// Whether the daemon has ended, waiting for it: its output ends a little before it does.
  public final boolean endsWithin(Duration patience) {
    try {
      return process == null || process.waitFor(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public final long pid() {
    return running().pid();
  }

  /// Everything the daemon has written since it was last started.
  public final String log() {
    return output == null ? "" : output.text();
  }

  /// Kills the daemon as a crash would; its containers keep running.
  public final void kill() {
    running().destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /// Asks the daemon to end and waits until it has.
  public final void terminate() {
    running().destroy();
    awaitEnd(Duration.ofSeconds(30));
  }

  public final void killAndRestart() {
    kill();
    start();
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name() + " was never started");
    }
    return process;
  }

  private void awaitEnd(Duration limit) {
    try {
      if (!running().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name() + " did not end within " + limit + ": " + log());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stop);
    }
  }

  /// Removes every container, running or not.
  public final void removeContainers() {
    var api = api();
    for (var container : api.get("/containers/json?all=1").json()) {
      var path = "/containers/" + container.get("Id").asString();
      if (container.get("State").asString().equals("paused")) {
        api.post(path + "/unpause");
      }
      api.delete(path + "?force=1&v=1");
    }
  }

  @Override
  public final void close() {
    try {
      endReconcilers();
      if (!isRunning()) {
        start();
      }
      removeContainers();
      terminate();
      endHelpers();
    } finally {
      Remains.of(base).destroy();
      host.close();
    }
  }
}

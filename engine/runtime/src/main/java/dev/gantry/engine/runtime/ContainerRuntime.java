package dev.gantry.engine.runtime;

import java.util.Optional;
import java.util.Set;

/// Runs containers as processes of this host, by an OCI runtime under a monitor that outlives
/// the daemon.
///
/// Terms: a *task* is one run of a container; its *bundle* is the directory where all that is
/// known about it lies on disk, made and removed by the runtime; the *monitor* (conmon, one per
/// task) holds its terminal or pipes, writes its log and leaves its exit code on disk.
///
/// A run: [#create] checks the rootfs, writes the bundle, starts monitor and OCI runtime and
/// attaches to the monitor; [Task#start] lets the program go; [Task#awaitExit] returns when it
/// has ended; [Task#delete] forgets it.
///
/// What survives: a task does not notice that the daemon is killed. The next daemon calls
/// [#adopt] for each container that it believes to be running, and gets a task that runs or one
/// that has ended with its true exit code; then [#sweep] removes what nobody claimed. Nothing
/// survives a reboot.
public interface ContainerRuntime extends AutoCloseable {
  /// Sets a task up, ready to be started.
  ///
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when the container itself is
  ///     at fault: its program is missing, its working directory leads into `/proc`, ... The
  ///     message is docker's, in whose words clients search; [StartFailures#exitCode] reads it
  /// @throws dev.gantry.platform.errors.AlreadyExistsException when there is a task of that id
  /// @throws dev.gantry.platform.errors.InternalException when runtime or monitor fail or are
  ///     missing
  Task create(TaskSpec spec) throws InterruptedException;

  /// The task of that id, left by an earlier daemon. Empty when there is none, or the machine
  /// was rebooted since.
  Optional<Task> adopt(String id) throws InterruptedException;

  /// Deletes every task on disk that is not in `known`, running or not, and the litter of
  /// interrupted operations.
  void sweep(Set<String> known) throws InterruptedException;

  /// Reads a log. Following ends when the task of that id has ended and everything it wrote was
  /// returned, or at once when there is none.
  ///
  /// @param id the task that writes the log, if there still is one
  LogStream logs(String id, LogSpec.File log, LogQuery query);

  /// Name and version of the programs in use, and what is known to be wrong with them.
  RuntimeInfo info() throws InterruptedException;

  /// Lets go of all tasks; they run on.
  @Override
  void close();
}

package dev.gantry.engine.runtime;

import java.util.List;
import java.util.Optional;

/// The processes of one run of a container.
///
/// A task is created with its first process set up and waiting, runs from [#start] on, and has
/// ended when that process has. It outlives the daemon: a later daemon finds it by
/// [ContainerRuntime#adopt]. Ended or not, it leaves its traces on disk until [#delete].
///
/// Operations on a task that has ended throw
/// [dev.gantry.platform.errors.ConflictException], "not running".
public interface Task {
  String id();

  /// The first process, in the host's numbering.
  int pid();

  TaskState state();

  /// Lets the first process run.
  void start() throws InterruptedException;

  /// Sends a signal (its number) to the first process. A paused task gets it when it is
  /// resumed.
  void kill(int signal);

  /// Sends a signal to every process of the task.
  void killAll(int signal);

  void pause();

  void resume();

  /// Sets the size of the terminal; its processes get SIGWINCH when it changes.
  void resize(TerminalSize size);

  /// Joins the task's streams: everything written from now on, and from the very first byte
  /// when attached before [#start].
  ProcessStreams attach();

  /// Runs another process inside. The session's end is not the caller's duty: it may be dropped
  /// and the process goes on.
  ///
  /// @throws dev.gantry.platform.errors.ConflictException when the task is paused or has ended
  ExecOutcome exec(ExecSpec spec) throws InterruptedException;

  /// Waits for the end. All output has been logged by then.
  ExitStatus awaitExit() throws InterruptedException;

  Optional<ExitStatus> exitStatus();

  List<Integer> processIds();

  /// The output of the host's `ps` with these arguments, for the task's processes only.
  ProcessTable top(List<String> psArguments) throws InterruptedException;

  TaskStats stats();

  /// Changes limits while it runs; values left at their default stay as they are.
  void update(Resources resources) throws InterruptedException;

  /// Kills what still runs and removes every trace but the log. Idempotent; a new task of this
  /// id may be created once this returns.
  void delete() throws InterruptedException;
}

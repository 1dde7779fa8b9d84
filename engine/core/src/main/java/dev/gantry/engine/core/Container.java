package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Task;
import dev.gantry.platform.lifecycle.Timers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// A container as the running daemon knows it: its record, and what exists only while the daemon
/// does. Changes are made under [#lock]; reads need none, the record is immutable.
final class Container {
  private final ReentrantLock lock = new ReentrantLock();
  private final ExitBoard exits = new ExitBoard();
  private final StreamsBoard streams = new StreamsBoard();
  private final AtomicBoolean removalInProgress = new AtomicBoolean();
  private volatile ContainerRecord record;
  private volatile Optional<Task> task = Optional.empty();
  private volatile Optional<Health> health = Optional.empty();
  private volatile boolean stopRequested;
  private volatile boolean removalSuspended;
  private volatile boolean gone;
  private Optional<Timers.Timer> pendingRestart = Optional.empty(); // guarded by lock
  private RestartBackoff backoff = RestartBackoff.INITIAL; // guarded by lock

  Container(ContainerRecord record) {
    this.record = record;
  }

  ContainerId id() {
    return record.id();
  }

  String name() {
    return record.name();
  }

  ContainerRecord record() {
    return record;
  }

  ContainerState state() {
    return record.state();
  }

  ContainerSpec spec() {
    return record.spec();
  }

  /// Only [Containers] calls this, after the record is in the store.
  void setRecord(ContainerRecord changed) {
    record = changed;
  }

  /// Takes the container for a change of state; closing the result gives it back.
  Held lock() throws InterruptedException {
    lock.lockInterruptibly();
    return lock::unlock;
  }

  /// Takes the container for work that must not be given up half-way because a client left.
  Held lockUninterruptibly() {
    lock.lock();
    return lock::unlock;
  }

  ExitBoard exits() {
    return exits;
  }

  StreamsBoard streams() {
    return streams;
  }

  /// The task, from its creation until its traces are removed: also for a while after its end.
  Optional<Task> task() {
    return task;
  }

  void setTask(Optional<Task> changed) {
    task = changed;
  }

  /// What its health check has found out in this run; absent without a check.
  Optional<Health> health() {
    return health;
  }

  void setHealth(Optional<Health> changed) {
    health = changed;
  }

  /// Whether a client asked for the end of this run, so that no policy undoes it.
  boolean stopRequested() {
    return stopRequested;
  }

  void setStopRequested(boolean changed) {
    stopRequested = changed;
  }

  Optional<Timers.Timer> pendingRestart() {
    return pendingRestart;
  }

  void setPendingRestart(Optional<Timers.Timer> changed) {
    pendingRestart = changed;
  }

  RestartBackoff backoff() {
    return backoff;
  }

  void setBackoff(RestartBackoff changed) {
    backoff = changed;
  }

  /// Claims the right to remove; false when somebody else has it.
  boolean beginRemoval() {
    return removalInProgress.compareAndSet(false, true);
  }

  void endRemoval() {
    removalInProgress.set(false);
  }

  boolean removalInProgress() {
    return removalInProgress.get();
  }

  /// Whether `--rm` must wait because a restart is under way.
  boolean removalSuspended() {
    return removalSuspended;
  }

  void setRemovalSuspended(boolean changed) {
    removalSuspended = changed;
  }

  /// Whether it has been removed; a waiter for the lock may find that out too late.
  boolean gone() {
    return gone;
  }

  void setGone() {
    gone = true;
  }

  /// The lock in hand.
  @FunctionalInterface
  interface Held extends AutoCloseable {
    @Override
    void close();
  }
}

package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.ContainerState;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A container of a pod over all its attempts: what the worker, those who start and stop it,
/// and its probes know of it together. Memory only; the engine has the truth, and [#observe]
/// brings it in.
final class ContainerSlot {
  /// What is being done to the container.
  private enum Operation {
    NONE,
    STARTING,
    STOPPING
  }

  private ContainerDef def; // all guarded by this
  private Optional<Attempt> attempt = Optional.empty();
  private Optional<Attempt> previous = Optional.empty();
  private Run run = new Run.None();
  private Optional<Termination> last = Optional.empty();
  private Optional<Waiting> waiting = Optional.empty();
  private Optional<Instant> backingOff = Optional.empty();
  private Operation operation = Operation.NONE;
  private Optional<OwnedThread> operator = Optional.empty();
  private boolean started;
  private boolean ready;
  private String imageId = "";
  private final CrashBackoff crashes = new CrashBackoff();
  private final CrashBackoff pulls = new CrashBackoff();

  ContainerSlot(ContainerDef def) {
    this.def = def;
  }

  /// Turns an ended record into what the status tells.
  interface Obituary {
    Termination of(ContainerDef def, Attempt attempt, ContainerRecord record);
  }

  synchronized ContainerDef def() {
    return def;
  }

  synchronized void define(ContainerDef changed) {
    def = changed;
  }

  synchronized SlotView view() {
    return new SlotView(
        def,
        attempt,
        run,
        last,
        waiting,
        operation != Operation.NONE,
        backingOff,
        run.isRunning() && started,
        run.isRunning() && started && ready,
        imageId);
  }

  synchronized Optional<Attempt> attempt() {
    return attempt;
  }

  synchronized Optional<Attempt> previous() {
    return previous;
  }

  /// Takes over what an earlier daemon left.
  synchronized void adopt(Attempt latest, Optional<Attempt> before, Optional<Termination> end) {
    attempt = Optional.of(latest);
    previous = before;
    last = end;
  }

  /// Takes over what probes had found out before the daemon was restarted.
  synchronized void adoptHealth(boolean wasStarted, boolean wasReady) {
    started = wasStarted;
    ready = wasReady;
  }

  /// Looks at the engine.
  ///
  /// @param record of the latest attempt; absent when somebody has removed it
  /// @return whether the attempt has just been seen to end
  synchronized boolean observe(Optional<ContainerRecord> record, Obituary obituary, Instant now) {
    if (attempt.isEmpty() || operation == Operation.STARTING || run instanceof Run.Ended) {
      return false;
    }
    if (record.isEmpty()) {
      ended(
          new Termination(
              attempt.get().containerId(),
              137,
              "ContainerStatusUnknown",
              "The container could not be located when the pod was looked at",
              now,
              now));
      return true;
    }
    switch (record.get().state()) {
      case ContainerState.Running(_, var since, _) -> run = new Run.Running(since);
      case ContainerState.Paused(_, var since, _) -> run = new Run.Running(since);
      case ContainerState.Created(var failure) when failure.isEmpty() -> {
        return false;
      }
      case ContainerState.Created _,
          ContainerState.Exited _,
          ContainerState.Restarting _,
          ContainerState.Dead _ -> {
        ended(obituary.of(def, attempt.get(), record.get()));
        return true;
      }
    }
    return false;
  }

  private void ended(Termination how) {
    run = new Run.Ended(how);
    started = false;
    ready = false;
    crashes.ranFor(Duration.between(how.startedAt(), how.finishedAt()));
    backingOff = Optional.of(crashes.due(how.finishedAt()));
  }

  synchronized Duration crashDelay() {
    return crashes.delay();
  }

  /// Claims the slot for a start.
  ///
  /// @return the number of the attempt to be; absent when something else is going on
  synchronized Optional<Integer> beginStart() {
    if (operation != Operation.NONE || run.isRunning()) {
      return Optional.empty();
    }
    operation = Operation.STARTING;
    boolean again = run instanceof Run.Ended;
    if (waiting.filter(w -> w.reason().equals("CrashLoopBackOff")).isPresent()) {
      waiting = Optional.empty();
    }
    return Optional.of(attempt.map(a -> again ? a.number() + 1 : a.number()).orElse(0));
  }

  /// The engine has the new attempt; it may run from now on.
  synchronized void created(Attempt made, String image) {
    imageId = image;
    pulls.reset();
    waiting = Optional.empty();
    if (run instanceof Run.Ended(var how)) {
      last = Optional.of(how);
      previous = attempt;
      crashes.next();
    }
    attempt = Optional.of(made);
    run = new Run.None();
    backingOff = Optional.empty();
    started = false;
    ready = false;
  }

  /// The start is over, well or not.
  synchronized void startOver() {
    operation = Operation.NONE;
    operator = Optional.empty();
  }

  /// The start failed before there was an attempt.
  synchronized void startFailed(Waiting why, Instant now) {
    pulls.next();
    waiting = Optional.of(why);
    backingOff = Optional.of(pulls.due(now));
  }

  /// What it waited for may have come: try again now.
  ///
  /// @return whether it waited for anything but the end of a crash loop's back-off
  synchronized boolean retrySoon() {
    boolean waits =
        operation == Operation.NONE
            && !run.isRunning()
            && waiting.filter(w -> !w.reason().equals("CrashLoopBackOff")).isPresent();
    if (waits) {
      backingOff = Optional.empty();
    }
    return waits;
  }

  synchronized Optional<Waiting> waiting() {
    return waiting;
  }

  synchronized void setWaiting(Optional<Waiting> why) {
    waiting = why;
  }

  /// Claims the slot for a stop of the running attempt.
  synchronized Optional<Attempt> beginStop() {
    if (operation != Operation.NONE || !run.isRunning()) {
      return Optional.empty();
    }
    operation = Operation.STOPPING;
    return attempt;
  }

  synchronized void stopOver() {
    operation = Operation.NONE;
    operator = Optional.empty();
  }

  synchronized void operatedBy(OwnedThread thread) {
    if (operation != Operation.NONE) {
      operator = Optional.of(thread);
    }
  }

  /// Gives up a start that is under way.
  synchronized void interruptStart() {
    if (operation == Operation.STARTING) {
      operator.ifPresent(OwnedThread::interrupt);
    }
  }

  /// A probe's finding about an attempt; one that is over does not count.
  ///
  /// @return whether it changes anything
  synchronized boolean health(
      Attempt of, Optional<Boolean> startedNow, Optional<Boolean> readyNow) {
    if (!attempt.equals(Optional.of(of))) {
      return false;
    }
    boolean before = started;
    boolean readyBefore = ready;
    started = startedNow.orElse(started);
    ready = readyNow.orElse(ready);
    return before != started || readyBefore != ready;
  }
}

package dev.gantry.kube.kubelet;

import java.time.Instant;
import java.util.Optional;

/// A container of a pod at one moment.
///
/// @param attempt the latest
/// @param last how the attempt before ended
/// @param waiting why it does not run, when something keeps it from running
/// @param busy whether it is being started or stopped right now
/// @param backingOff until when it may not be started
/// @param started whether it runs and its startup probe, if any, has succeeded
/// @param ready whether it runs and its readiness probe, if any, says so
/// @param imageId empty while unknown
record SlotView(
    ContainerDef def,
    Optional<Attempt> attempt,
    Run run,
    Optional<Termination> last,
    Optional<Waiting> waiting,
    boolean busy,
    Optional<Instant> backingOff,
    boolean started,
    boolean ready,
    String imageId) {

  String name() {
    return def.name();
  }

  boolean endedWith(int code) {
    return run instanceof Run.Ended(var how) && how.exitCode() == code;
  }

  boolean hasEnded() {
    return run instanceof Run.Ended;
  }
}

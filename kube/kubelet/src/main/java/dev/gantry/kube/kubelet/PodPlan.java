package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is to be done for a pod that should run: the difference between its definition and
/// what its containers are doing. A pure function of both.
///
/// @param start containers to be started now
/// @param replace running containers that are not what the pod defines any more
/// @param stopSidecars whether all real work is over, so that sidecars may end
/// @param initialized whether init containers have done their part
/// @param next when to look again, if nothing happens before
record PodPlan(
    List<String> start,
    List<String> replace,
    boolean stopSidecars,
    boolean initialized,
    Optional<Instant> next) {

  static PodPlan of(KubeObject pod, List<SlotView> slots, Instant now) {
    var planning = new Planning(pod, now);
    boolean appRan =
        slots.stream().anyMatch(slot -> slot.def().kind() == ContainerDef.Kind.APP && !isNew(slot));
    boolean initialized = planning.init(slots, appRan);
    boolean over = planning.failed;
    if (initialized) {
      planning.apps(slots);
      over = isOver(pod, slots);
    }
    planning.ephemeral(slots, initialized);
    return new PodPlan(
        over ? List.of() : planning.start, planning.replace, over, initialized, planning.next);
  }

  private static boolean isNew(SlotView slot) {
    return slot.run() instanceof Run.None;
  }

  /// Whether all app containers have ended for good.
  static boolean isOver(KubeObject pod, List<SlotView> slots) {
    return slots.stream()
        .filter(slot -> slot.def().kind() == ContainerDef.Kind.APP)
        .allMatch(
            slot ->
                slot.run() instanceof Run.Ended(var how)
                    && !slot.def().restartPolicy(pod).restartsAfter(how.exitCode()));
  }

  private static final class Planning {
    private final KubeObject pod;
    private final Instant now;
    private final List<String> start = new ArrayList<>();
    private final List<String> replace = new ArrayList<>();
    private Optional<Instant> next = Optional.empty();
    private boolean failed;

    Planning(KubeObject pod, Instant now) {
      this.pod = pod;
      this.now = now;
    }

    /// Init containers and sidecars, one after the other. Once an app container ran, what init
    /// containers did is history; sidecars are still kept running.
    boolean init(List<SlotView> slots, boolean history) {
      for (SlotView slot : slots) {
        switch (slot.def().kind()) {
          case INIT -> {
            if (history || slot.endedWith(0)) {
              continue;
            }
            if (slot.hasEnded() && slot.def().restartPolicy(pod) == RestartPolicy.NEVER) {
              failed = true;
              return false;
            }
            startUnlessRunning(slot);
            return false;
          }
          case SIDECAR -> {
            startUnlessRunning(slot);
            if (!history && !(slot.run().isRunning() && slot.started())) {
              return false;
            }
          }
          case APP, EPHEMERAL -> {}
        }
      }
      return true;
    }

    void apps(List<SlotView> slots) {
      for (SlotView slot : slots) {
        if (slot.def().kind() != ContainerDef.Kind.APP) {
          continue;
        }
        boolean done =
            slot.run() instanceof Run.Ended(var how)
                && !slot.def().restartPolicy(pod).restartsAfter(how.exitCode());
        if (!done) {
          startUnlessRunning(slot);
        }
      }
    }

    void ephemeral(List<SlotView> slots, boolean initialized) {
      for (SlotView slot : slots) {
        if (initialized && slot.def().kind() == ContainerDef.Kind.EPHEMERAL && isNew(slot)) {
          startUnlessRunning(slot);
        }
      }
    }

    private void startUnlessRunning(SlotView slot) {
      if (slot.busy()) {
        return;
      }
      if (slot.run().isRunning()) {
        boolean same = slot.attempt().map(a -> a.hash().equals(slot.def().hash())).orElse(true);
        if (!same) {
          replace.add(slot.name());
        }
        return;
      }
      var due = slot.backingOff().filter(until -> until.isAfter(now));
      if (due.isEmpty()) {
        start.add(slot.name());
      } else if (next.isEmpty() || due.get().isBefore(next.get())) {
        next = due;
      }
    }
  }
}

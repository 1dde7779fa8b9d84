package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;

/// The phase of a pod, from what its containers do.
enum PodPhase {
  PENDING("Pending"),
  RUNNING("Running"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed");

  private final String text;

  PodPhase(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  boolean isFinal() {
    return this == SUCCEEDED || this == FAILED;
  }

  static boolean isFinal(KubeObject pod) {
    String phase = pod.status().path("phase").asString("");
    return phase.equals(SUCCEEDED.text) || phase.equals(FAILED.text);
  }

  static PodPhase of(KubeObject pod, List<SlotView> slots) {
    RestartPolicy policy = RestartPolicy.of(pod);
    boolean appRan = false;
    int waiting = 0;
    int running = 0;
    int ended = 0;
    int succeeded = 0;
    int sidecars = 0;
    boolean initPending = false;
    for (SlotView slot : slots) {
      switch (slot.def().kind()) {
        case INIT -> {
          if (slot.hasEnded() && !slot.endedWith(0) && policy == RestartPolicy.NEVER) {
            return FAILED;
          }
          initPending |= !slot.endedWith(0);
        }
        case SIDECAR -> {
          initPending |= !slot.run().isRunning() || !slot.started();
          sidecars += slot.run().isRunning() ? 1 : 0;
        }
        case APP -> {
          appRan |= !(slot.run() instanceof Run.None);
          if (slot.run().isRunning()) {
            running++;
          } else if (slot.hasEnded()) {
            ended++;
            succeeded += slot.endedWith(0) ? 1 : 0;
          } else {
            waiting++;
          }
        }
        case EPHEMERAL -> {}
      }
    }
    if ((initPending && !appRan) || waiting > 0) {
      return PENDING;
    }
    if (running > 0 || policy == RestartPolicy.ALWAYS) {
      return RUNNING;
    }
    // What ended well is a success only when its sidecars have ended too.
    if (sidecars > 0) {
      return RUNNING;
    }
    if (succeeded == ended) {
      return SUCCEEDED;
    }
    return policy == RestartPolicy.NEVER ? FAILED : RUNNING;
  }
}

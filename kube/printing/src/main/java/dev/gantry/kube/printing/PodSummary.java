package dev.gantry.kube.printing;

import dev.gantry.kube.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The state of a pod in a few words, from its phase, its conditions and its containers.
///
/// What is said is the most telling of: why the pod as a whole is as it is, the init container that
/// has not succeeded yet, the first container with a reason, and that the pod is being deleted.
final class PodSummary {
  private final KubeObject pod;
  private final Set<String> sidecars;
  private String status;
  private int ready;
  private int restarts;
  private Instant lastRestart = Instant.MIN;
  private int sidecarRestarts;
  private Instant lastSidecarRestart = Instant.MIN;

  private PodSummary(KubeObject pod) {
    this.pod = pod;
    this.sidecars =
        Texts.items(pod.spec().path("initContainers"))
            .filter(c -> c.path("restartPolicy").asString("").equals("Always"))
            .map(c -> c.path("name").asString(""))
            .collect(Collectors.toSet());
    this.status =
        Texts.orElse(pod.status().path("reason"), pod.status().path("phase").asString(""));
  }

  static PodSummary of(KubeObject pod) {
    PodSummary summary = new PodSummary(pod);
    summary.gates();
    boolean initializing = summary.initContainers();
    if (!initializing || Texts.hasCondition(pod.status(), "Initialized", "True")) {
      summary.containers();
    }
    summary.deletion();
    return summary;
  }

  String status() {
    return status;
  }

  /// `1/2`.
  String ready() {
    return ready + "/" + (pod.spec().path("containers").size() + sidecars.size());
  }

  /// `3 (5m ago)`.
  String restarts(Instant now) {
    return restarts == 0 || lastRestart.equals(Instant.MIN)
        ? String.valueOf(restarts)
        : restarts + " (" + Ages.text(Duration.between(lastRestart, now)) + " ago)";
  }

  private void gates() {
    if (Texts.items(pod.status().path("conditions"))
        .anyMatch(
            condition ->
                condition.path("type").asString("").equals("PodScheduled")
                    && condition.path("reason").asString("").equals("SchedulingGated"))) {
      status = "SchedulingGated";
    }
  }

  /// Whether one of them has not done its part yet.
  private boolean initContainers() {
    int index = 0;
    for (JsonNode container : pod.status().path("initContainerStatuses")) {
      int count = container.path("restartCount").asInt(0);
      boolean sidecar = sidecars.contains(container.path("name").asString(""));
      restarts += count;
      lastRestart = later(lastRestart, container);
      if (sidecar) {
        sidecarRestarts += count;
        lastSidecarRestart = later(lastSidecarRestart, container);
      }
      JsonNode terminated = container.path("state").path("terminated");
      boolean succeeded = terminated.isObject() && terminated.path("exitCode").asInt(0) == 0;
      boolean started = sidecar && container.path("started").asBoolean(false);
      if (!succeeded && started && container.path("ready").asBoolean(false)) {
        ready++;
      }
      if (!succeeded && !started) {
        status = "Init:" + unfinished(container, index);
        return true;
      }
      index++;
    }
    return false;
  }

  private String unfinished(JsonNode container, int index) {
    JsonNode terminated = container.path("state").path("terminated");
    String waiting = container.path("state").path("waiting").path("reason").asString("");
    if (terminated.isObject()) {
      return reason(terminated);
    }
    return waiting.isEmpty() || waiting.equals("PodInitializing")
        ? index + "/" + pod.spec().path("initContainers").size()
        : waiting;
  }

  private static String reason(JsonNode terminated) {
    int signal = terminated.path("signal").asInt(0);
    return Texts.orElse(
        terminated.path("reason"),
        signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt(0));
  }

  private void containers() {
    restarts = sidecarRestarts;
    lastRestart = lastSidecarRestart;
    boolean running = false;
    JsonNode containers = pod.status().path("containerStatuses");
    for (int i = containers.size() - 1; i >= 0; i--) {
      JsonNode container = containers.get(i);
      restarts += container.path("restartCount").asInt(0);
      lastRestart = later(lastRestart, container);
      JsonNode state = container.path("state");
      String waiting = state.path("waiting").path("reason").asString("");
      if (!waiting.isEmpty()) {
        status = waiting;
      } else if (state.path("terminated").isObject()) {
        status = reason(state.path("terminated"));
      } else if (container.path("ready").asBoolean(false) && state.path("running").isObject()) {
        running = true;
        ready++;
      }
    }
    if (status.equals("Completed") && running) {
      status = Texts.hasCondition(pod.status(), "Ready", "True") ? "Running" : "NotReady";
    }
  }

  private void deletion() {
    if (pod.isBeingDeleted()) {
      String phase = pod.status().path("phase").asString("");
      if (pod.status().path("reason").asString("").equals("NodeLost")) {
        status = "Unknown";
      } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
        status = "Terminating";
      }
    }
  }

  private static Instant later(Instant time, JsonNode container) {
    return Ages.parse(
            container.path("lastState").path("terminated").path("finishedAt").asString(""))
        .filter(time::isBefore)
        .orElse(time);
  }
}

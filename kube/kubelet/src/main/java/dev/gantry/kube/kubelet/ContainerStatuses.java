package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The statuses of containers, as the API shows them.
final class ContainerStatuses {
  private ContainerStatuses() {}

  /// @param initialized whether app containers may start
  static ArrayNode of(List<SlotView> slots, boolean initialized) {
    ArrayNode statuses = Json.mapper().createArrayNode();
    slots.forEach(slot -> statuses.add(of(slot, initialized)));
    return statuses;
  }

  private static ObjectNode of(SlotView slot, boolean initialized) {
    ObjectNode status = Json.mapper().createObjectNode();
    status.put("name", slot.name());
    ObjectNode state = status.putObject("state");
    ObjectNode lastState = status.putObject("lastState");
    boolean waits = false;
    switch (slot.run()) {
      case Run.Running(var startedAt) ->
          state.putObject("running").put("startedAt", KubeTimes.seconds(startedAt));
      case Run.Ended(var how) -> {
        if (slot.waiting().isPresent()) {
          waits = true;
          terminated(lastState, how);
        } else {
          terminated(state, how);
        }
      }
      case Run.None _ -> waits = true;
    }
    if (waits) {
      var waiting =
          slot.waiting()
              .orElse(
                  initialized && !slot.def().isInit()
                      ? Waiting.CONTAINER_CREATING
                      : Waiting.POD_INITIALIZING);
      ObjectNode node = state.putObject("waiting").put("reason", waiting.reason());
      if (!waiting.message().isEmpty()) {
        node.put("message", waiting.message());
      }
    }
    if (lastState.isEmpty()) {
      slot.last().ifPresent(last -> terminated(lastState, last));
    }
    status.put("ready", isReady(slot));
    status.put("restartCount", slot.attempt().map(Attempt::number).orElse(0));
    status.put("image", slot.def().image());
    status.put("imageID", slot.imageId());
    slot.attempt().ifPresent(attempt -> status.put("containerID", attempt.containerId()));
    status.put("started", slot.started());
    return status;
  }

  /// An init container is ready when it has done its work.
  static boolean isReady(SlotView slot) {
    return slot.def().kind() == ContainerDef.Kind.INIT ? slot.endedWith(0) : slot.ready();
  }

  private static void terminated(ObjectNode state, Termination how) {
    ObjectNode node = state.putObject("terminated");
    node.put("exitCode", how.exitCode());
    node.put("reason", how.reason());
    if (!how.message().isEmpty()) {
      node.put("message", how.message());
    }
    node.put("startedAt", KubeTimes.seconds(how.startedAt()));
    node.put("finishedAt", KubeTimes.seconds(how.finishedAt()));
    if (!how.containerId().isEmpty()) {
      node.put("containerID", how.containerId());
    }
  }
}

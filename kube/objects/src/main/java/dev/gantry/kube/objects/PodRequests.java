package dev.gantry.kube.objects;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a pod needs of each resource at its hungriest moment.
///
/// App containers and sidecars run together and add up. Init containers run one at a time, beside
/// the sidecars started before them, so the largest of these moments counts if it is larger.
/// Amounts set for the pod as a whole replace the sums; the runtime's overhead comes on top.
public final class PodRequests {
  private PodRequests() {}

  /// The requests of the pod with this `spec`.
  public static Map<String, Quantity> requests(JsonNode spec) {
    return total(spec, "requests");
  }

  /// The limits of the pod with this `spec`; resources that some container may use without limit
  /// are the sum of the others.
  public static Map<String, Quantity> limits(JsonNode spec) {
    return total(spec, "limits");
  }

  /// Reads a resource list, `{"cpu": "500m"}`.
  public static Map<String, Quantity> read(JsonNode list) {
    Map<String, Quantity> amounts = new LinkedHashMap<>();
    list.properties().forEach(e -> amounts.put(e.getKey(), Quantity.of(e.getValue())));
    return amounts;
  }

  private static Map<String, Quantity> total(JsonNode spec, String which) {
    Map<String, Quantity> total = new LinkedHashMap<>();
    for (JsonNode container : spec.path("containers")) {
      add(total, read(container.path("resources").path(which)));
    }
    Map<String, Quantity> sidecars = new LinkedHashMap<>();
    Map<String, Quantity> starting = new LinkedHashMap<>();
    for (JsonNode init : spec.path("initContainers")) {
      Map<String, Quantity> moment = read(init.path("resources").path(which));
      if (isSidecar(init)) {
        add(total, moment);
        add(sidecars, moment);
        moment = sidecars;
      } else {
        add(moment, sidecars);
      }
      moment.forEach((name, amount) -> starting.merge(name, amount, Quantity::max));
    }
    starting.forEach((name, amount) -> total.merge(name, amount, Quantity::max));
    total.putAll(read(spec.path("resources").path(which)));
    Map<String, Quantity> overhead = read(spec.path("overhead"));
    if (which.equals("limits")) {
      overhead.keySet().retainAll(total.keySet());
    }
    add(total, overhead);
    return total;
  }

  /// Whether an init container goes on running beside the app containers.
  public static boolean isSidecar(JsonNode initContainer) {
    return initContainer.path("restartPolicy").asString("").equals("Always");
  }

  private static void add(Map<String, Quantity> total, Map<String, Quantity> more) {
    more.forEach((name, amount) -> total.merge(name, amount, Quantity::plus));
  }
}

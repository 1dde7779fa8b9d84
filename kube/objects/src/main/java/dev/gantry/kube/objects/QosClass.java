package dev.gantry.kube.objects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How a pod fares when the node runs short: the less it asked for, the sooner it goes.
public enum QosClass {
  GUARANTEED("Guaranteed"),
  BURSTABLE("Burstable"),
  BEST_EFFORT("BestEffort");

  private static final List<String> COUNTED = List.of("cpu", "memory");

  private final String text;

  QosClass(String text) {
    this.text = text;
  }

  /// As it stands in `status.qosClass`.
  public String text() {
    return text;
  }

  /// The class of the pod with this `spec`.
  public static QosClass of(JsonNode spec) {
    Map<String, Quantity> requests = new LinkedHashMap<>();
    Map<String, Quantity> limits = new LinkedHashMap<>();
    boolean allLimited = true;
    JsonNode whole = spec.path("resources");
    if (!whole.path("requests").isEmpty() || !whole.path("limits").isEmpty()) {
      allLimited = count(whole, requests, limits);
    } else {
      for (String list : List.of("containers", "initContainers")) {
        for (JsonNode container : spec.path(list)) {
          allLimited &= count(container.path("resources"), requests, limits);
        }
      }
    }
    if (requests.isEmpty() && limits.isEmpty()) {
      return BEST_EFFORT;
    }
    return allLimited && requests.equals(limits) ? GUARANTEED : BURSTABLE;
  }

  /// Adds up; whether both counted resources have a limit.
  private static boolean count(
      JsonNode resources, Map<String, Quantity> requests, Map<String, Quantity> limits) {
    add(resources.path("requests"), requests);
    return add(resources.path("limits"), limits) == COUNTED.size();
  }

  private static int add(JsonNode list, Map<String, Quantity> total) {
    int found = 0;
    for (String name : COUNTED) {
      Quantity amount = Quantity.of(list.path(name));
      if (amount.sign() > 0) {
        total.merge(name, amount, Quantity::plus);
        found++;
      }
    }
    return found;
  }
}

package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.PodRequests;
import dev.gantry.kube.objects.Quantity;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Amounts of resources in whole numbers: thousandths of a processor, bytes, pieces.
record Resources(Map<String, Long> amounts) {
  static final Resources NONE = new Resources(Map.of());
  static final String CPU = "cpu";
  static final String MEMORY = "memory";
  static final String PODS = "pods";

  Resources {
    amounts = Map.copyOf(amounts);
  }

  /// What a pod with this spec needs.
  static Resources requestedBy(JsonNode spec) {
    return of(PodRequests.requests(spec));
  }

  /// Reads a resource list.
  static Resources read(JsonNode list) {
    return of(PodRequests.read(list));
  }

  private static Resources of(Map<String, Quantity> quantities) {
    Map<String, Long> amounts = new TreeMap<>();
    quantities.forEach(
        (name, quantity) ->
            amounts.put(name, name.equals(CPU) ? quantity.milliValue() : quantity.value()));
    return new Resources(amounts);
  }

  long of(String name) {
    return amounts.getOrDefault(name, 0L);
  }

  Resources plus(Resources more) {
    if (amounts.isEmpty()) {
      return more;
    }
    Map<String, Long> sum = new TreeMap<>(amounts);
    more.amounts.forEach((name, amount) -> sum.merge(name, amount, Long::sum));
    return new Resources(sum);
  }
}

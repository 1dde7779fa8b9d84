package dev.gantry.kube.scheduler;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Says in upstream's words why no node will do.
final class Explanation {
  private Explanation() {}

  /// `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.`
  static String of(int nodes, Map<String, Filter.Rejection> rejections) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Filter.Rejection rejection : rejections.values()) {
      rejection.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum));
    }
    String reasons =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
    return "0/%d nodes are available: %s.".formatted(nodes, reasons);
  }
}

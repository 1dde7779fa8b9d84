package dev.gantry.kube.scheduler;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Prefers nodes that have the pod's images already, the more so the larger they are.
final class ImageLocality implements Score {
  private static final double SMALL = 23e6;
  private static final double LARGE_PER_CONTAINER = 1e9;

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
    Set<String> wanted = new HashSet<>(pod.images());
    double large = LARGE_PER_CONTAINER * Math.max(1, pod.images().size());
    return nodes.stream()
        .mapToDouble(
            node -> {
              double bytes = Math.clamp(present(node, wanted), SMALL, large);
              return BEST * (bytes - SMALL) / (large - SMALL);
            })
        .toArray();
  }

  private static double present(NodeInfo node, Set<String> wanted) {
    double bytes = 0;
    for (JsonNode image : node.node().status().path("images")) {
      for (JsonNode name : image.path("names")) {
        if (wanted.contains(name.asString(""))) {
          bytes += image.path("sizeBytes").asLong(0);
          break;
        }
      }
    }
    return bytes;
  }
}

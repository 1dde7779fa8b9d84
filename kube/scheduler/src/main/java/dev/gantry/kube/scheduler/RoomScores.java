package dev.gantry.kube.scheduler;

import java.util.List;

/// Prefers nodes with much room left, and room for processor and memory in equal parts.
final class RoomScores {
  /// What a pod counts for that asks for nothing: it will use something all the same.
  private static final long SOME_CPU = 100;

  private static final long SOME_MEMORY = 200L * 1024 * 1024;

  private RoomScores() {}

  private static double used(NodeInfo node, PodInfo pod, String resource, long some) {
    long capacity = node.allocatable().of(resource);
    if (capacity == 0) {
      return 1;
    }
    long used = amount(pod, resource, some);
    for (PodInfo other : node.pods()) {
      used += amount(other, resource, some);
    }
    return Math.min(1, (double) used / capacity);
  }

  private static long amount(PodInfo pod, String resource, long some) {
    long amount = pod.requests().of(resource);
    return amount == 0 ? some : amount;
  }

  /// More room is better.
  static final class LeastAllocated implements Score {
    @Override
    public int weight() {
      return 1;
    }

    @Override
    public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
      return nodes.stream()
          .mapToDouble(
              node ->
                  BEST
                      * (2
                          - used(node, pod, Resources.CPU, SOME_CPU)
                          - used(node, pod, Resources.MEMORY, SOME_MEMORY))
                      / 2)
          .toArray();
    }
  }

  /// Even use is better.
  static final class Balanced implements Score {
    @Override
    public int weight() {
      return 1;
    }

    @Override
    public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
      return nodes.stream()
          .mapToDouble(
              node ->
                  BEST
                      * (1
                          - Math.abs(
                                  used(node, pod, Resources.CPU, SOME_CPU)
                                      - used(node, pod, Resources.MEMORY, SOME_MEMORY))
                              / 2))
          .toArray();
    }
  }
}

package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ResourceLimits;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.QosClass;
import dev.gantry.kube.objects.Quantity;
import java.util.List;
import java.util.Optional;

/// Requests and limits of a container in the kernel's terms.
final class ContainerResources {
  private static final long CPU_PERIOD = 100_000;
  private static final long MIN_QUOTA = 1000;
  private static final long MIN_SHARES = 2;
  private static final long MAX_SHARES = 262_144;

  private ContainerResources() {}

  static ResourceLimits limits(ContainerDef container) {
    Quantity cpuLimit = Quantity.of(container.at("resources", "limits", "cpu"));
    Quantity cpuRequest = Quantity.of(container.at("resources", "requests", "cpu"));
    long memory = Quantity.of(container.at("resources", "limits", "memory")).value();
    Quantity weight = cpuRequest.isZero() ? cpuLimit : cpuRequest;
    boolean limited = !cpuLimit.isZero();
    return new ResourceLimits(
        memory,
        // No swap: memory and swap together are as much as memory.
        memory,
        0,
        Optional.empty(),
        false,
        shares(weight.milliValue()),
        0,
        limited ? CPU_PERIOD : 0,
        limited ? Math.max(MIN_QUOTA, cpuLimit.milliValue() * CPU_PERIOD / 1000) : 0,
        0,
        0,
        "",
        "",
        Optional.empty(),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static long shares(long milliCpu) {
    return Math.clamp(milliCpu * 1024 / 1000, MIN_SHARES, MAX_SHARES);
  }

  /// Whom the kernel kills first for want of memory: the less a container asked for, the sooner.
  static int oomScoreAdj(KubeObject pod, ContainerDef container, long nodeMemory) {
    return switch (QosClass.of(pod.spec())) {
      case GUARANTEED -> -997;
      case BEST_EFFORT -> 1000;
      case BURSTABLE -> {
        long request = Quantity.of(container.at("resources", "requests", "memory")).value();
        long adjust = 1000 - 1000 * request / Math.max(1, nodeMemory);
        yield Math.clamp(adjust, 3, 999);
      }
    };
  }

  /// The control group above those of the pod's containers.
  static String cgroupParent(KubeObject pod) {
    String group =
        switch (QosClass.of(pod.spec())) {
          case GUARANTEED -> "/kubepods";
          case BURSTABLE -> "/kubepods/burstable";
          case BEST_EFFORT -> "/kubepods/besteffort";
        };
    return group + "/pod" + pod.uid();
  }
}

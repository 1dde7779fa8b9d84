package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Translates a container's limits into the runtime's.
final class TaskResources {
  private static final long CPU_PERIOD = 100_000;
  private static final long NANOS_PER_CPU = 1_000_000_000;

  private TaskResources() {}

  static Resources of(ResourceLimits limits) {
    return new Resources(
        memory(limits), cpu(limits), limits.pidsLimit().orElse(0L), blockIo(limits));
  }

  /// Without a word about swap a container gets as much swap as memory.
  private static Resources.Memory memory(ResourceLimits limits) {
    long swap = limits.memorySwap();
    if (swap == 0 && limits.memory() > 0) {
      swap = 2 * limits.memory();
    }
    var swappiness = limits.memorySwappiness().filter(value -> value >= 0);
    return new Resources.Memory(
        limits.memory(),
        swap,
        limits.memoryReservation(),
        swappiness.map(value -> OptionalInt.of(value.intValue())).orElse(OptionalInt.empty()),
        limits.oomKillDisable());
  }

  private static Resources.Cpu cpu(ResourceLimits limits) {
    boolean byCount = limits.nanoCpus() > 0;
    return new Resources.Cpu(
        limits.cpuShares(),
        byCount ? limits.nanoCpus() * CPU_PERIOD / NANOS_PER_CPU : limits.cpuQuota(),
        byCount ? CPU_PERIOD : limits.cpuPeriod(),
        limits.cpuRealtimeRuntime(),
        limits.cpuRealtimePeriod(),
        limits.cpusetCpus(),
        limits.cpusetMems());
  }

  private static Resources.BlockIo blockIo(ResourceLimits limits) {
    return new Resources.BlockIo(
        limits.blkioWeight(),
        limits.blkioWeightDevice().stream()
            .map(d -> new Resources.WeightedDevice(Path.of(d.path()), (int) d.rate()))
            .toList(),
        throttles(limits.blkioReadBps()),
        throttles(limits.blkioWriteBps()),
        throttles(limits.blkioReadIops()),
        throttles(limits.blkioWriteIops()));
  }

  private static List<Resources.Throttle> throttles(List<ResourceLimits.DeviceRate> rates) {
    return rates.stream()
        .map(rate -> new Resources.Throttle(Path.of(rate.path()), rate.rate()))
        .toList();
  }
}

package dev.gantry.engine.core;

import java.util.List;

/// Lays changed limits over those a container has.
final class LimitChanges {
  private LimitChanges() {}

  static ResourceLimits merge(ResourceLimits old, ResourceLimits changes) {
    // CPUs by count replace period and quota, and the other way round.
    boolean byCount = changes.nanoCpus() > 0;
    boolean byQuota = changes.cpuPeriod() > 0 || changes.cpuQuota() > 0;
    return new ResourceLimits(
        or(changes.memory(), old.memory()),
        or(changes.memorySwap(), old.memorySwap()),
        or(changes.memoryReservation(), old.memoryReservation()),
        old.memorySwappiness(),
        old.oomKillDisable(),
        or(changes.cpuShares(), old.cpuShares()),
        byQuota ? 0 : or(changes.nanoCpus(), old.nanoCpus()),
        byCount ? 0 : or(changes.cpuPeriod(), old.cpuPeriod()),
        byCount ? 0 : or(changes.cpuQuota(), old.cpuQuota()),
        or(changes.cpuRealtimePeriod(), old.cpuRealtimePeriod()),
        or(changes.cpuRealtimeRuntime(), old.cpuRealtimeRuntime()),
        or(changes.cpusetCpus(), old.cpusetCpus()),
        or(changes.cpusetMems(), old.cpusetMems()),
        changes.pidsLimit().filter(limit -> limit != 0).or(old::pidsLimit),
        changes.blkioWeight() == 0 ? old.blkioWeight() : changes.blkioWeight(),
        or(changes.blkioReadBps(), old.blkioReadBps()),
        or(changes.blkioWriteBps(), old.blkioWriteBps()),
        or(changes.blkioReadIops(), old.blkioReadIops()),
        or(changes.blkioWriteIops(), old.blkioWriteIops()),
        or(changes.blkioWeightDevice(), old.blkioWeightDevice()),
        old.ulimits(),
        old.devices(),
        old.deviceCgroupRules());
  }

  private static long or(long changed, long old) {
    return changed == 0 ? old : changed;
  }

  private static String or(String changed, String old) {
    return changed.isEmpty() ? old : changed;
  }

  private static <T> List<T> or(List<T> changed, List<T> old) {
    return changed.isEmpty() ? old : changed;
  }
}

package dev.gantry.engine.core;

import java.util.List;
import java.util.Optional;

/// What the container may use of the machine. Zero means no limit, sizes are bytes.
///
/// @param memorySwap memory plus swap; -1 for unlimited swap, 0 for twice the memory
/// @param memorySwappiness absent for the host's
/// @param cpuShares relative weight, 0 for the default 1024
/// @param nanoCpus CPUs in units of 10⁻⁹; excludes `cpuPeriod` and `cpuQuota`
/// @param cpuPeriod microseconds
/// @param cpuQuota microseconds of CPU in each period
/// @param pidsLimit absent to leave as it is, 0 or -1 for unlimited
public record ResourceLimits(
    long memory,
    long memorySwap,
    long memoryReservation,
    Optional<Long> memorySwappiness,
    boolean oomKillDisable,
    long cpuShares,
    long nanoCpus,
    long cpuPeriod,
    long cpuQuota,
    long cpuRealtimePeriod,
    long cpuRealtimeRuntime,
    String cpusetCpus,
    String cpusetMems,
    Optional<Long> pidsLimit,
    int blkioWeight,
    List<DeviceRate> blkioReadBps,
    List<DeviceRate> blkioWriteBps,
    List<DeviceRate> blkioReadIops,
    List<DeviceRate> blkioWriteIops,
    List<DeviceRate> blkioWeightDevice,
    List<Ulimit> ulimits,
    List<DeviceMapping> devices,
    List<String> deviceCgroupRules) {

  public static final ResourceLimits NONE =
      new ResourceLimits(
          0,
          0,
          0,
          Optional.empty(),
          false,
          0,
          0,
          0,
          0,
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

  public ResourceLimits {
    blkioReadBps = List.copyOf(blkioReadBps);
    blkioWriteBps = List.copyOf(blkioWriteBps);
    blkioReadIops = List.copyOf(blkioReadIops);
    blkioWriteIops = List.copyOf(blkioWriteIops);
    blkioWeightDevice = List.copyOf(blkioWeightDevice);
    ulimits = List.copyOf(ulimits);
    devices = List.copyOf(devices);
    deviceCgroupRules = List.copyOf(deviceCgroupRules);
  }

  /// A rate (or weight) of one block device, named by its path on the host.
  public record DeviceRate(String path, long rate) {}

  /// A POSIX limit by its short name, `nofile`; -1 is unlimited.
  public record Ulimit(String name, long soft, long hard) {}

  /// A host device made visible in the container.
  ///
  /// @param permissions any of `r`, `w`, `m`
  public record DeviceMapping(String pathOnHost, String pathInContainer, String permissions) {}
}

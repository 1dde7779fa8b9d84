package dev.gantry.engine.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The kernel's counters of a task, at one moment; times in nanoseconds, sizes in bytes.
///
/// @param network by interface name; empty for a task in the host's network
public record TaskStats(
    Instant readAt,
    Cpu cpu,
    Memory memory,
    Pids pids,
    List<BlockIo> bytesPerDevice,
    List<BlockIo> operationsPerDevice,
    Map<String, Network> network) {

  /// Time on the CPUs.
  ///
  /// @param perCpu empty on cgroup v2
  /// @param hostUsage time all CPUs of the host spent doing anything or nothing since boot
  public record Cpu(
      long usage,
      long userMode,
      long kernelMode,
      List<Long> perCpu,
      long hostUsage,
      int onlineCpus,
      long periods,
      long throttledPeriods,
      long throttledTime) {}

  /// Use of memory.
  ///
  /// @param limit of the task, or the host's memory when that is less
  /// @param maxUsage 0 on cgroup v2, as is failures
  /// @param details `memory.stat` as it is
  public record Memory(
      long usage, long maxUsage, long failures, long limit, Map<String, Long> details) {}

  /// Processes and threads.
  ///
  /// @param limit 0 is unlimited
  public record Pids(long current, long limit) {}

  /// One counter of one block device.
  ///
  /// @param operation `read`, `write`, ... in the kernel's words, lower case
  public record BlockIo(long major, long minor, String operation, long value) {}

  public record Network(
      long receivedBytes,
      long receivedPackets,
      long receivedErrors,
      long receivedDropped,
      long sentBytes,
      long sentPackets,
      long sentErrors,
      long sentDropped) {}
}

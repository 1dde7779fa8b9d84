package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Ulimit;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Values;
import java.util.List;
import java.util.function.Function;

/// The limits a container runs under.
final class ResourceFlags {
  private ResourceFlags() {}

  /// All limits, for a new container.
  static void addTo(JsonObject host, Flags flags) {
    updatable(host, flags);
    long swappiness = flags.integer("memory-swappiness");
    if (swappiness != -1 && (swappiness < 0 || swappiness > 100)) {
      throw new IllegalArgumentException(
          "invalid value: " + swappiness + ". Valid memory swappiness range is 0-100");
    }
    host.with("MemorySwappiness", swappiness)
        .with("CgroupParent", flags.string("cgroup-parent"))
        .with("BlkioWeightDevice", devices(flags, "blkio-weight-device", BlockDevices::weight))
        .with("BlkioDeviceReadBps", devices(flags, "device-read-bps", BlockDevices::bytesPerSecond))
        .with(
            "BlkioDeviceWriteBps", devices(flags, "device-write-bps", BlockDevices::bytesPerSecond))
        .with(
            "BlkioDeviceReadIOps",
            devices(flags, "device-read-iops", BlockDevices::operationsPerSecond))
        .with(
            "BlkioDeviceWriteIOps",
            devices(flags, "device-write-iops", BlockDevices::operationsPerSecond))
        .with("KernelMemory", flags.bytes("kernel-memory"))
        .with("Devices", flags.list("device").stream().map(DeviceSpecs::device).toList())
        .with("DeviceCgroupRules", ContainerConfig.nullIfEmpty(flags.list("device-cgroup-rule")))
        .with("DeviceRequests", DeviceSpecs.gpus(flags.list("gpus")))
        .with("OomKillDisable", flags.bool("oom-kill-disable"))
        .with("Ulimits", Ulimit.parseAll(flags.list("ulimit")));
  }

  /// The limits that can be changed while a container runs.
  static void updatable(JsonObject host, Flags flags) {
    host.with("CpuShares", flags.integer("cpu-shares"))
        .with("Memory", flags.bytes("memory"))
        .with("NanoCpus", flags.has("cpus") ? Values.nanoCpus(flags.string("cpus")) : 0)
        .with("BlkioWeight", flags.integer("blkio-weight"))
        .with("CpuPeriod", flags.integer("cpu-period"))
        .with("CpuQuota", flags.integer("cpu-quota"))
        .with("CpuRealtimePeriod", flags.integer("cpu-rt-period"))
        .with("CpuRealtimeRuntime", flags.integer("cpu-rt-runtime"))
        .with("CpusetCpus", flags.string("cpuset-cpus"))
        .with("CpusetMems", flags.string("cpuset-mems"))
        .with("MemoryReservation", flags.bytes("memory-reservation"))
        .with("MemorySwap", flags.bytes("memory-swap"))
        .with("PidsLimit", flags.integer("pids-limit"));
  }

  private static List<JsonObject> devices(
      Flags flags, String name, Function<String, JsonObject> parse) {
    return flags.list(name).stream().map(parse).toList();
  }
}

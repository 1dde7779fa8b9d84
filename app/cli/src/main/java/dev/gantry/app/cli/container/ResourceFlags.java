package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Ulimit;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Values;
import java.util.ArrayList;
import java.util.List;

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
        .with("BlkioWeightDevice", weights(flags.list("blkio-weight-device")))
        .with("BlkioDeviceReadBps", rates(flags.list("device-read-bps"), true))
        .with("BlkioDeviceWriteBps", rates(flags.list("device-write-bps"), true))
        .with("BlkioDeviceReadIOps", rates(flags.list("device-read-iops"), false))
        .with("BlkioDeviceWriteIOps", rates(flags.list("device-write-iops"), false))
        .with("KernelMemory", flags.bytes("kernel-memory"))
        .with("Devices", flags.list("device").stream().map(DeviceSpecs::device).toList())
        .with("DeviceCgroupRules", ContainerConfig.nullIfEmpty(flags.list("device-cgroup-rule")))
        .with("DeviceRequests", DeviceSpecs.gpus(flags.list("gpus")))
        .with("OomKillDisable", flags.bool("oom-kill-disable"))
        .with("Ulimits", flags.list("ulimit").stream().map(Ulimit::parse).toList());
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

  /// `path:weight`.
  private static List<JsonObject> weights(List<String> values) {
    List<JsonObject> weights = new ArrayList<>();
    for (String value : values) {
      int colon = value.lastIndexOf(':');
      long weight = colon > 0 ? number(value.substring(colon + 1)) : -1;
      if (colon <= 0 || !value.startsWith("/dev/")) {
        throw new IllegalArgumentException("bad format for device path: " + value);
      }
      if (weight != 0 && (weight < 10 || weight > 1000)) {
        throw new IllegalArgumentException("invalid weight for device: " + value);
      }
      weights.add(
          JsonObject.create().with("Path", value.substring(0, colon)).with("Weight", weight));
    }
    return weights;
  }

  /// `path:rate`, the rate in bytes with units or in operations.
  private static List<JsonObject> rates(List<String> values, boolean bytes) {
    List<JsonObject> rates = new ArrayList<>();
    for (String value : values) {
      int colon = value.lastIndexOf(':');
      if (colon <= 0 || !value.startsWith("/dev/")) {
        throw new IllegalArgumentException("bad format for device path: " + value);
      }
      String text = value.substring(colon + 1);
      long rate = bytes ? Values.bytes(text) : number(text);
      if (rate < 0) {
        throw new IllegalArgumentException("invalid rate for device: " + value);
      }
      rates.add(JsonObject.create().with("Path", value.substring(0, colon)).with("Rate", rate));
    }
    return rates;
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}

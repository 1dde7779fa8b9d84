package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.runtime.TaskStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The object of `stats`, whose keys Docker writes with underscores. A container that does not run
/// has one too, with nothing in it.
final class StatsJson {
  private StatsJson() {}

  static Map<String, Object> of(
      ContainerRecord record, Optional<TaskStats> before, Optional<TaskStats> now) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", "/" + record.name());
    json.put("id", record.id().value());
    json.put("read", now.map(s -> Times.format(s.readAt())).orElse(Times.ZERO));
    json.put("preread", before.map(s -> Times.format(s.readAt())).orElse(Times.ZERO));
    json.put("num_procs", 0);
    json.put("pids_stats", now.map(s -> pids(s.pids())).orElseGet(Map::of));
    json.put("blkio_stats", blkio(now));
    json.put("storage_stats", Map.of());
    json.put("cpu_stats", cpu(now));
    json.put("precpu_stats", cpu(before));
    json.put("memory_stats", now.map(s -> memory(s.memory())).orElseGet(Map::of));
    now.filter(s -> !s.network().isEmpty())
        .ifPresent(s -> json.put("networks", networks(s.network())));
    return json;
  }

  private static Map<String, Object> pids(TaskStats.Pids pids) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("current", pids.current());
    if (pids.limit() > 0) {
      json.put("limit", pids.limit());
    }
    return json;
  }

  private static Map<String, Object> cpu(Optional<TaskStats> stats) {
    Map<String, Object> usage = new LinkedHashMap<>();
    var cpu = stats.map(TaskStats::cpu);
    usage.put("total_usage", cpu.map(TaskStats.Cpu::usage).orElse(0L));
    cpu.map(TaskStats.Cpu::perCpu)
        .filter(list -> !list.isEmpty())
        .ifPresent(list -> usage.put("percpu_usage", list));
    usage.put("usage_in_kernelmode", cpu.map(TaskStats.Cpu::kernelMode).orElse(0L));
    usage.put("usage_in_usermode", cpu.map(TaskStats.Cpu::userMode).orElse(0L));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cpu_usage", usage);
    cpu.ifPresent(
        c -> {
          json.put("system_cpu_usage", c.hostUsage());
          json.put("online_cpus", c.onlineCpus());
        });
    json.put(
        "throttling_data",
        Map.of(
            "periods", cpu.map(TaskStats.Cpu::periods).orElse(0L),
            "throttled_periods", cpu.map(TaskStats.Cpu::throttledPeriods).orElse(0L),
            "throttled_time", cpu.map(TaskStats.Cpu::throttledTime).orElse(0L)));
    return json;
  }

  private static Map<String, Object> memory(TaskStats.Memory memory) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("usage", memory.usage());
    if (memory.maxUsage() > 0) {
      json.put("max_usage", memory.maxUsage());
      json.put("failcnt", memory.failures());
    }
    json.put("stats", new TreeMap<>(memory.details()));
    json.put("limit", memory.limit());
    return json;
  }

  private static Map<String, Object> blkio(Optional<TaskStats> stats) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "io_service_bytes_recursive",
        counters(stats.map(TaskStats::bytesPerDevice).orElse(List.of())));
    json.put(
        "io_serviced_recursive",
        counters(stats.map(TaskStats::operationsPerDevice).orElse(List.of())));
    return json;
  }

  private static List<Map<String, Object>> counters(List<TaskStats.BlockIo> devices) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (TaskStats.BlockIo device : devices) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("major", device.major());
      json.put("minor", device.minor());
      json.put("op", device.operation());
      json.put("value", device.value());
      all.add(json);
    }
    return all;
  }

  private static Map<String, Object> networks(Map<String, TaskStats.Network> networks) {
    Map<String, Object> all = new TreeMap<>();
    networks.forEach(
        (name, network) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("rx_bytes", network.receivedBytes());
          json.put("rx_packets", network.receivedPackets());
          json.put("rx_errors", network.receivedErrors());
          json.put("rx_dropped", network.receivedDropped());
          json.put("tx_bytes", network.sentBytes());
          json.put("tx_packets", network.sentPackets());
          json.put("tx_errors", network.sentErrors());
          json.put("tx_dropped", network.sentDropped());
          all.put(name, json);
        });
    return all;
  }
}

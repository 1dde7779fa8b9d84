package dev.gantry.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a task's counters from its cgroups, of either version, and from `/proc`.
final class StatsReader {
  /// `USER_HZ`, in which the kernel counts for user space on every machine.
  private static final long NANOS_PER_TICK = 10_000_000;

  private final Cgroup cgroup;
  private final boolean unified;

  StatsReader(Cgroup cgroup) {
    this.cgroup = cgroup;
    this.unified = cgroup.layout().unified();
  }

  /// @param pid whose network is read; 0: none
  TaskStats read(InstantSource clock, int pid) throws IOException {
    return new TaskStats(
        clock.instant(),
        cpu(),
        memory(),
        new TaskStats.Pids(number("pids", "pids.current"), number("pids", "pids.max")),
        blockIo("blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"),
        blockIo("blkio.throttle.io_serviced_recursive", "blkio.throttle.io_serviced"),
        pid == 0 ? Map.of() : network(Path.of("/proc", Integer.toString(pid), "net/dev")));
  }

  private TaskStats.Cpu cpu() throws IOException {
    var host = hostCpu(Cgroup.lines(Path.of("/proc/stat")));
    var throttling = table("cpu", "cpu.stat");
    if (unified) {
      return new TaskStats.Cpu(
          throttling.getOrDefault("usage_usec", 0L) * 1000,
          throttling.getOrDefault("user_usec", 0L) * 1000,
          throttling.getOrDefault("system_usec", 0L) * 1000,
          List.of(),
          host.usage(),
          host.processors(),
          throttling.getOrDefault("nr_periods", 0L),
          throttling.getOrDefault("nr_throttled", 0L),
          throttling.getOrDefault("throttled_usec", 0L) * 1000);
    }
    var modes = table("cpuacct", "cpuacct.stat");
    return new TaskStats.Cpu(
        number("cpuacct", "cpuacct.usage"),
        modes.getOrDefault("user", 0L) * NANOS_PER_TICK,
        modes.getOrDefault("system", 0L) * NANOS_PER_TICK,
        perCpu(Cgroup.lines(file("cpuacct", "cpuacct.usage_percpu"))),
        host.usage(),
        host.processors(),
        throttling.getOrDefault("nr_periods", 0L),
        throttling.getOrDefault("nr_throttled", 0L),
        throttling.getOrDefault("throttled_time", 0L));
  }

  private static List<Long> perCpu(List<String> lines) {
    return lines.isEmpty()
        ? List.of()
        : Arrays.stream(lines.getFirst().strip().split(" +", -1)).map(Long::valueOf).toList();
  }

  /// What `/proc/stat` says of all CPUs together.
  record HostCpu(long usage, int processors) {}

  static HostCpu hostCpu(List<String> stat) {
    long ticks = 0;
    int processors = 0;
    for (String line : stat) {
      var fields = line.split(" +", -1);
      if (fields[0].equals("cpu")) {
        // user, nice, system, idle, iowait, irq, softirq: as docker's clients expect them
        // summed.
        for (int i = 1; i <= 7 && i < fields.length; i++) {
          ticks += Long.parseLong(fields[i]);
        }
      } else if (fields[0].startsWith("cpu")) {
        processors++;
      }
    }
    return new HostCpu(ticks * NANOS_PER_TICK, processors);
  }

  private TaskStats.Memory memory() throws IOException {
    long host = hostMemory(Cgroup.lines(Path.of("/proc/meminfo")));
    var details = table("memory", "memory.stat");
    if (unified) {
      var limit = Cgroup.number(file("memory", "memory.max")).orElse(host);
      return new TaskStats.Memory(
          number("memory", "memory.current"), 0, 0, Math.min(limit, host), details);
    }
    long limit = number("memory", "memory.limit_in_bytes");
    return new TaskStats.Memory(
        number("memory", "memory.usage_in_bytes"),
        number("memory", "memory.max_usage_in_bytes"),
        number("memory", "memory.failcnt"),
        limit <= 0 ? host : Math.min(limit, host),
        details);
  }

  private static long hostMemory(List<String> meminfo) {
    return meminfo.stream()
        .filter(line -> line.startsWith("MemTotal:"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private List<TaskStats.BlockIo> blockIo(String recursive, String plain) throws IOException {
    if (unified) {
      return unifiedBlockIo(
          Cgroup.lines(file("io", "io.stat")), recursive.contains("bytes") ? "bytes" : "ios");
    }
    var file = file("blkio", recursive);
    return blockIo(Cgroup.lines(Files.exists(file) ? file : file("blkio", plain)));
  }

  /// Lines such as `254:0 Read 4096`.
  static List<TaskStats.BlockIo> blockIo(List<String> lines) {
    var counters = new ArrayList<TaskStats.BlockIo>();
    for (String line : lines) {
      var fields = line.split("[ :]", -1);
      if (fields.length == 4) {
        counters.add(
            new TaskStats.BlockIo(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                fields[2].toLowerCase(Locale.ROOT),
                Long.parseLong(fields[3])));
      }
    }
    return counters;
  }

  /// Lines such as `254:0 rbytes=4096 wbytes=0 rios=1 wios=0`.
  static List<TaskStats.BlockIo> unifiedBlockIo(List<String> lines, String kind) {
    var counters = new ArrayList<TaskStats.BlockIo>();
    for (String line : lines) {
      var fields = line.split("[ :]", -1);
      for (int i = 2; i < fields.length; i++) {
        for (String operation : List.of("read", "write")) {
          String name = operation.charAt(0) + kind + "=";
          if (fields[i].startsWith(name)) {
            counters.add(
                new TaskStats.BlockIo(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    operation,
                    Long.parseLong(fields[i].substring(name.length()))));
          }
        }
      }
    }
    return counters;
  }

  private static Map<String, TaskStats.Network> network(Path file) throws IOException {
    return network(Cgroup.lines(file));
  }

  static Map<String, TaskStats.Network> network(List<String> lines) {
    var interfaces = new HashMap<String, TaskStats.Network>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String name = line.substring(0, colon).strip();
      var counters =
          Arrays.stream(line.substring(colon + 1).strip().split(" +", -1))
              .mapToLong(Long::parseUnsignedLong)
              .toArray();
      if (!name.equals("lo") && counters.length >= 12) {
        interfaces.put(
            name,
            new TaskStats.Network(
                counters[0],
                counters[1],
                counters[2],
                counters[3],
                counters[8],
                counters[9],
                counters[10],
                counters[11]));
      }
    }
    return interfaces;
  }

  private Path file(String controller, String name) {
    return cgroup.directory(controller).resolve(name);
  }

  private long number(String controller, String name) throws IOException {
    return Cgroup.number(file(controller, name)).orElse(0L);
  }

  private Map<String, Long> table(String controller, String name) throws IOException {
    return Cgroup.table(file(controller, name));
  }
}

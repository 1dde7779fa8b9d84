package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsReaderTest {
  @TempDir Path mountPoint = Path.of("");

  private void write(String name, String text) throws Exception {
    var file = mountPoint.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private TaskStats read() throws Exception {
    var cgroup = new Cgroup(CgroupLayout.detect(mountPoint), "/g/c");
    return new StatsReader(cgroup).read(InstantSource.system(), 0);
  }

  @Test
  void readsTheCountersOfCgroupV1() throws Exception {
    write("cpuacct/g/c/cpuacct.usage", "5000\n");
    write("cpuacct/g/c/cpuacct.usage_percpu", "2000 3000 \n");
    write("cpuacct/g/c/cpuacct.stat", "user 3\nsystem 4\n");
    write("cpu/g/c/cpu.stat", "nr_periods 10\nnr_throttled 2\nthrottled_time 77\n");
    write("memory/g/c/memory.usage_in_bytes", "4096\n");
    write("memory/g/c/memory.max_usage_in_bytes", "8192\n");
    write("memory/g/c/memory.failcnt", "6\n");
    write("memory/g/c/memory.limit_in_bytes", "9223372036854771712\n");
    write("memory/g/c/memory.stat", "cache 1\ntotal_inactive_file 2\n");
    write("pids/g/c/pids.current", "3\n");
    write("pids/g/c/pids.max", "max\n");
    write("blkio/g/c/blkio.throttle.io_service_bytes", "254:0 Read 9\n254:0 Total 9\nTotal 9\n");
    var stats = read();
    assertThat(stats.cpu().usage()).isEqualTo(5000);
    assertThat(stats.cpu().perCpu()).containsExactly(2000L, 3000L);
    assertThat(stats.cpu().userMode()).isEqualTo(30_000_000);
    assertThat(stats.cpu().kernelMode()).isEqualTo(40_000_000);
    assertThat(stats.cpu().throttledPeriods()).isEqualTo(2);
    assertThat(stats.cpu().throttledTime()).isEqualTo(77);
    assertThat(stats.memory().usage()).isEqualTo(4096);
    assertThat(stats.memory().maxUsage()).isEqualTo(8192);
    assertThat(stats.memory().failures()).isEqualTo(6);
    assertThat(stats.memory().limit()).isLessThan(1L << 50).isPositive();
    assertThat(stats.memory().details()).containsEntry("total_inactive_file", 2L);
    assertThat(stats.pids()).isEqualTo(new TaskStats.Pids(3, 0));
    assertThat(stats.bytesPerDevice())
        .containsExactly(
            new TaskStats.BlockIo(254, 0, "read", 9), new TaskStats.BlockIo(254, 0, "total", 9));
  }

  @Test
  void readsTheCountersOfCgroupV2() throws Exception {
    write("cgroup.controllers", "cpu memory\n");
    write(
        "g/c/cpu.stat",
        """
        usage_usec 5
        user_usec 3
        system_usec 2
        nr_periods 1
        nr_throttled 1
        throttled_usec 7
        """);
    write("g/c/memory.current", "4096\n");
    write("g/c/memory.max", "65536\n");
    write("g/c/memory.stat", "anon 1\ninactive_file 2\n");
    write("g/c/pids.current", "3\n");
    write("g/c/pids.max", "10\n");
    write("g/c/io.stat", "254:0 rbytes=9 wbytes=8 rios=7 wios=6 dbytes=0 dios=0\n");
    var stats = read();
    assertThat(stats.cpu().usage()).isEqualTo(5000);
    assertThat(stats.cpu().throttledTime()).isEqualTo(7000);
    assertThat(stats.memory().limit()).isEqualTo(65536);
    assertThat(stats.memory().details()).containsEntry("inactive_file", 2L);
    assertThat(stats.pids()).isEqualTo(new TaskStats.Pids(3, 10));
    assertThat(stats.bytesPerDevice())
        .containsExactly(
            new TaskStats.BlockIo(254, 0, "read", 9), new TaskStats.BlockIo(254, 0, "write", 8));
    assertThat(stats.operationsPerDevice())
        .containsExactly(
            new TaskStats.BlockIo(254, 0, "read", 7), new TaskStats.BlockIo(254, 0, "write", 6));
  }

  @Test
  void isZeroWhereNothingIsLeft() throws Exception {
    assertThat(read().cpu().usage()).isZero();
  }

  @Test
  void readsTheHostsTimesAndTheTasksInterfaces() {
    assertThat(
            StatsReader.hostCpu(
                List.of("cpu  1 2 3 4 5 6 7 8 9 10", "cpu0 1 2", "cpu1 1 2", "intr 5")))
        .isEqualTo(new StatsReader.HostCpu(280_000_000, 2));
    assertThat(
            StatsReader.network(
                List.of(
                    "Inter-|   Receive  |  Transmit",
                    " face |bytes packets",
                    "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0",
                    "  eth0: 10 2 3 4 0 0 0 0 50 6 7 8 0 0 0 0")))
        .isEqualTo(Map.of("eth0", new TaskStats.Network(10, 2, 3, 4, 50, 6, 7, 8)));
  }
}

package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The control group of a process, on a machine with version 1 or 2.
public final class Cgroup {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final long pid;

  private Cgroup(long pid) {
    this.pid = pid;
  }

  public static Cgroup of(long pid) {
    return new Cgroup(pid);
  }

  private static boolean unified() {
    return Files.exists(ROOT.resolve("cgroup.controllers"));
  }

  /// The folder of a controller; with version 2 all have the same.
  public Path folder(String controller) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
        var parts = line.split(":", 3);
        if (unified() && parts[0].equals("0")) {
          return Path.of(ROOT + parts[2]);
        }
        if (!unified() && ("," + parts[1] + ",").contains("," + controller + ",")) {
          return Path.of(ROOT.resolve(controller) + parts[2]);
        }
      }
      throw new AssertionError("process " + pid + " is in no group of " + controller);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String controller, String file) {
    try {
      return Files.readString(folder(controller).resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long memoryLimit() {
    return Long.parseLong(
        unified() ? read("memory", "memory.max") : read("memory", "memory.limit_in_bytes"));
  }

  /// Microseconds of a processor, and the period they are for.
  public String cpuQuota() {
    return unified()
        ? read("cpu", "cpu.max")
        : read("cpu", "cpu.cfs_quota_us") + " " + read("cpu", "cpu.cfs_period_us");
  }

  public String cpuSet() {
    return read("cpuset", "cpuset.cpus");
  }

  public String processLimit() {
    return read("pids", "pids.max");
  }
}

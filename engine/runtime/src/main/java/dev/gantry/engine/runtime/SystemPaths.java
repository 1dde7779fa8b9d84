package dev.gantry.engine.runtime;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The paths below `/proc` and `/sys` through which a container could learn about the host or
/// change it.
final class SystemPaths {
  private static final Logger LOG = LoggerFactory.getLogger(SystemPaths.class);

  static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /// Those of them that this host has; looking is done once.
  static final List<String> MASKED = masked();

  private SystemPaths() {}

  private static List<String> masked() {
    var paths =
        new ArrayList<>(
            List.of(
                "/proc/acpi",
                "/proc/asound",
                "/proc/interrupts",
                "/proc/kcore",
                "/proc/keys",
                "/proc/latency_stats",
                "/proc/timer_list",
                "/proc/timer_stats",
                "/proc/sched_debug",
                "/proc/scsi",
                "/sys/firmware",
                "/sys/devices/virtual/powercap"));
    try (var cpus = Files.newDirectoryStream(Path.of("/sys/devices/system/cpu"), "cpu[0-9]*")) {
      for (Path cpu : cpus) {
        paths.add(cpu.resolve("thermal_throttle").toString());
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No such directory, nothing to hide in it.
      LOG.debug("no processors listed in sysfs", e);
    }
    return paths.stream().filter(path -> Files.exists(Path.of(path))).toList();
  }
}

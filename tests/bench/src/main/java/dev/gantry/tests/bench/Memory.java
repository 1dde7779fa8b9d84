package dev.gantry.tests.bench;

import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Remains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of an engine: proportional set sizes of the daemon and of every helper that it
/// starts (containerd, shims, monitors), without the programs in the containers.
final class Memory {
  private Memory() {}

  static double megabytes(Engine engine) {
    var kilobytes =
        Remains.of(engine.base()).processes().stream()
            .mapToLong(process -> proportionalSetSize(process.pid()))
            .sum();
    return kilobytes / 1024.0;
  }

  private static long proportionalSetSize(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException gone) {
      return 0;
    }
  }
}

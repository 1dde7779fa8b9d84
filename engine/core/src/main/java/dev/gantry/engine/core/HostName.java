package dev.gantry.engine.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The name of the machine, as the kernel has it now.
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String get() {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}

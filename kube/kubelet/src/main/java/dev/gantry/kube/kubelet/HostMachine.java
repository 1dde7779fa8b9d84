package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// What the machine has, and how much of it is left.
final class HostMachine {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final long KEPT_BACK = 100L << 20;
  private static final int PODS = 110;

  private final Path data;

  /// @param data a directory on the file system that pods write to
  HostMachine(Path data) {
    this.data = data;
  }

  long memory() {
    return memory("MemTotal:");
  }

  long availableMemory() {
    return memory("MemAvailable:");
  }

  private static long memory(String field) {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith(field))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
          .orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }

  long diskSize() {
    try {
      return Files.getFileStore(data).getTotalSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  long availableDisk() {
    try {
      return Files.getFileStore(data).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  Map<String, Quantity> capacity() {
    Map<String, Quantity> capacity = new LinkedHashMap<>();
    capacity.put("cpu", Quantity.of(Runtime.getRuntime().availableProcessors()));
    capacity.put("ephemeral-storage", Quantity.ofBytes(diskSize() >> 10 << 10));
    capacity.put("memory", Quantity.ofBytes(memory()));
    capacity.put("pods", Quantity.of(PODS));
    return capacity;
  }

  /// The capacity less what eviction would keep free.
  Map<String, Quantity> allocatable() {
    Map<String, Quantity> allocatable = new LinkedHashMap<>(capacity());
    allocatable.put("ephemeral-storage", Quantity.of(diskSize() / 10 * 9));
    allocatable.put("memory", Quantity.ofBytes(Math.max(0, memory() - KEPT_BACK)));
    return allocatable;
  }

  boolean isShortOfMemory() {
    return availableMemory() < KEPT_BACK;
  }

  boolean isShortOfDisk() {
    return diskSize() > 0 && availableDisk() < diskSize() / 10;
  }

  boolean isShortOfProcesses() {
    try {
      long most = Long.parseLong(firstLine(Path.of("/proc/sys/kernel/pid_max")));
      String[] load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
      long tasks = Long.parseLong(load[3].substring(load[3].indexOf('/') + 1));
      return tasks > most - most / 10;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /// The kernel gives a number in one piece or not at all. Of a file that claims to be empty the
  /// JDK reads the first byte by itself, and would get no more.
  private static String firstLine(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      return String.valueOf(reader.readLine()).strip();
    }
  }

  static String architecture() {
    String jvm = System.getProperty("os.arch", "");
    return jvm.equals("aarch64") ? "arm64" : jvm;
  }

  static String osImage() {
    try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
      return lines
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .findFirst()
          .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
          .orElse("Linux");
    } catch (IOException e) {
      return "Linux";
    }
  }

  static String machineId() {
    return text(Path.of("/etc/machine-id"));
  }

  static String bootId() {
    return text(Path.of("/proc/sys/kernel/random/boot_id"));
  }

  static String systemUuid() {
    String uuid = text(Path.of("/sys/class/dmi/id/product_uuid"));
    return uuid.isEmpty()
        ? UUID.nameUUIDFromBytes(machineId().getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .toString()
        : uuid;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }
}

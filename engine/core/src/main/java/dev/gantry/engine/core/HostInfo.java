package dev.gantry.engine.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The machine, as `info` and `version` describe it.
///
/// @param architecture in Go's words, `amd64`
/// @param machine in the kernel's words, `x86_64`
/// @param memory bytes
/// @param openFiles file descriptors this process has open
public record HostInfo(
    String name,
    String kernel,
    String architecture,
    String machine,
    String operatingSystem,
    String operatingSystemVersion,
    int cpus,
    long memory,
    int openFiles,
    String backingFileSystem) {
  private static final Path OS_RELEASE = Path.of("/etc/os-release");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  static HostInfo read(Path dataRoot) {
    String machine = readMachine();
    Map<String, String> release = readRelease();
    return new HostInfo(
        HostName.get(),
        System.getProperty("os.version", ""),
        machine.equals("x86_64") ? "amd64" : machine.equals("aarch64") ? "arm64" : machine,
        machine,
        release.getOrDefault("PRETTY_NAME", "Linux"),
        release.getOrDefault("VERSION_ID", ""),
        Runtime.getRuntime().availableProcessors(),
        readMemory(),
        countOpenFiles(),
        readFileSystem(dataRoot));
  }

  private static String readMachine() {
    String jvm = System.getProperty("os.arch", "");
    return jvm.equals("amd64") ? "x86_64" : jvm;
  }

  private static Map<String, String> readRelease() {
    try (Stream<String> lines = Files.lines(OS_RELEASE)) {
      return lines
          .filter(line -> line.contains("="))
          .map(line -> line.split("=", 2))
          .collect(
              Collectors.toMap(
                  pair -> pair[0], pair -> pair[1].replace("\"", ""), (first, _) -> first));
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static long readMemory() {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      Optional<String> total = lines.filter(line -> line.startsWith("MemTotal:")).findFirst();
      return total.map(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10).orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }

  private static int countOpenFiles() {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return (int) files.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static String readFileSystem(Path dataRoot) {
    try {
      return Files.getFileStore(dataRoot).type();
    } catch (IOException e) {
      return "unknown";
    }
  }
}

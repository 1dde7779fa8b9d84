package dev.gantry.engine.runtime;

import java.util.Set;

/// What a profile's conditions are about.
///
/// @param capabilities of the process
/// @param architecture in Go's words, such as `amd64`
record SeccompContext(Set<String> capabilities, String architecture, int major, int minor) {

  static SeccompContext of(Set<String> capabilities, String machine, String kernelRelease) {
    var version = kernelRelease.split("[^0-9]", -1);
    return new SeccompContext(
        capabilities,
        switch (machine) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> machine;
        },
        number(version, 0),
        number(version, 1));
  }

  private static int number(String[] version, int index) {
    return index < version.length && !version[index].isEmpty()
        ? Integer.parseInt(version[index])
        : 0;
  }

  /// Whether the kernel is at least `version`, such as `4.8`.
  boolean kernelIsAtLeast(String version) {
    var wanted = version.split("\\.", -1);
    int wantedMajor = number(wanted, 0);
    return major > wantedMajor || (major == wantedMajor && minor >= number(wanted, 1));
  }

  /// libseccomp's name of the native architecture.
  String nativeArchitecture() {
    return switch (architecture) {
      case "amd64" -> "SCMP_ARCH_X86_64";
      case "arm64" -> "SCMP_ARCH_AARCH64";
      default -> "SCMP_ARCH_NATIVE";
    };
  }
}

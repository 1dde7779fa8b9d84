package dev.gantry.oci.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The names of operating systems and architectures, and which ARM runs which.
final class PlatformNames {
  private static final Set<String> OSES =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows",
          "zos",
          "macos");
  private static final Set<String> ARCHITECTURES =
      Set.of(
          "386",
          "amd64",
          "arm",
          "arm64",
          "loong64",
          "mips",
          "mipsle",
          "mips64",
          "mips64le",
          "ppc64",
          "ppc64le",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm");

  private PlatformNames() {}

  static boolean isOs(String name) {
    return OSES.contains(name);
  }

  static boolean isArchitecture(String name) {
    return ARCHITECTURES.contains(name);
  }

  static String os(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("macos") ? "darwin" : lower;
  }

  static Platform normalize(Platform platform) {
    var variant = platform.variant().map(v -> v.toLowerCase(Locale.ROOT)).orElse("");
    var architecture = platform.architecture().toLowerCase(Locale.ROOT);
    switch (architecture) {
      case "i386", "i486", "i586", "i686", "x86" -> {
        architecture = "386";
        variant = "";
      }
      case "x86_64", "x86-64", "amd64" -> {
        architecture = "amd64";
        variant = variant.equals("v1") ? "" : variant;
      }
      case "aarch64", "arm64" -> {
        architecture = "arm64";
        variant = variant.equals("8") || variant.equals("v8") ? "" : variant;
      }
      case "armhf" -> {
        architecture = "arm";
        variant = "v7";
      }
      case "armel" -> {
        architecture = "arm";
        variant = "v6";
      }
      case "arm" ->
          variant =
              switch (variant) {
                case "", "7" -> "v7";
                case "5", "6", "8" -> "v" + variant;
                default -> variant;
              };
      default -> {}
    }
    return new Platform(
        os(platform.os()),
        architecture,
        variant.isEmpty() ? Optional.empty() : Optional.of(variant),
        platform.osVersion(),
        platform.osFeatures());
  }

  /// What a machine runs, best first.
  static List<Platform> preferences(Platform machine) {
    var os = machine.os();
    var result = new ArrayList<Platform>();
    result.add(
        new Platform(os, machine.architecture(), machine.variant(), Optional.empty(), List.of()));
    switch (machine.architecture()) {
      case "amd64" -> {
        for (int v = level(machine, 1) - 1; v >= 1; v--) {
          result.add(v == 1 ? Platform.of(os, "amd64") : Platform.of(os, "amd64", "v" + v));
        }
        result.add(Platform.of(os, "386"));
      }
      case "arm64" -> {
        if (machine.variant().isPresent()) {
          result.add(Platform.of(os, "arm64"));
        }
        addArms(result, os, 8);
      }
      case "arm" -> addArms(result, os, level(machine, 7) - 1);
      default -> {}
    }
    return result;
  }

  private static void addArms(List<Platform> result, String os, int newest) {
    for (int v = newest; v >= 5; v--) {
      result.add(Platform.of(os, "arm", "v" + v));
    }
  }

  private static int level(Platform machine, int unstated) {
    return machine
        .variant()
        .filter(v -> v.matches("v[1-9]"))
        .map(v -> v.charAt(1) - '0')
        .orElse(unstated);
  }
}

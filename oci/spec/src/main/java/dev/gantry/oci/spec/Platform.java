package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The machine an image is for: operating system, architecture and, for ARM, its variant.
public record Platform(
    String os,
    String architecture,
    Optional<String> variant,
    Optional<String> osVersion,
    List<String> osFeatures) {

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");

  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  public static Platform of(String os, String architecture) {
    return new Platform(os, architecture, Optional.empty(), Optional.empty(), List.of());
  }

  public static Platform of(String os, String architecture, String variant) {
    return new Platform(os, architecture, Optional.of(variant), Optional.empty(), List.of());
  }

  /// The machine this process runs on.
  public static Platform host() {
    return of("linux", System.getProperty("os.arch")).normalized();
  }

  /// Reads `os`, `architecture`, `os/architecture` or `os/architecture/variant`, as the flag
  /// `--platform` has it; what is missing is the host's.
  public static Platform parse(String text) {
    var parts = text.split("/", -1);
    for (var part : parts) {
      if (!PART.matcher(part).matches()) {
        throw new InvalidArgumentException(
            "\""
                + part
                + "\" is an invalid component of \""
                + text
                + "\": platform specifier component must match \"^[A-Za-z0-9_.-]+$\"");
      }
    }
    return switch (parts.length) {
      case 1 -> parseSingle(parts[0], text);
      case 2 -> of(parts[0], parts[1]).normalized();
      case 3 -> of(parts[0], parts[1], parts[2]).normalized();
      default ->
          throw new InvalidArgumentException("\"" + text + "\": cannot parse platform specifier");
    };
  }

  private static Platform parseSingle(String part, String text) {
    var host = host();
    var lower = part.toLowerCase(Locale.ROOT);
    if (PlatformNames.isOs(lower)) {
      return new Platform(
          PlatformNames.os(lower), host.architecture, host.variant, Optional.empty(), List.of());
    }
    var asArchitecture = of(host.os, lower).normalized();
    if (PlatformNames.isArchitecture(asArchitecture.architecture)) {
      return asArchitecture;
    }
    throw new InvalidArgumentException(
        "\"" + text + "\": unknown operating system or architecture");
  }

  /// The same with the names Go uses: `x86_64` is `amd64`, `arm` alone is `arm/v7`, `arm64/v8` is
  /// `arm64`.
  public Platform normalized() {
    return PlatformNames.normalize(this);
  }

  /// Whether an image made for `image` runs on this machine: an ARM machine also runs images for
  /// older variants, and 64-bit ARM those for 32 bits.
  public boolean runs(Platform image) {
    return preference(image) >= 0;
  }

  /// How well an image made for `image` fits this machine: 0 is exact, more is worse, -1 is not at
  /// all.
  public int preference(Platform image) {
    return PlatformNames.preferences(normalized()).indexOf(plain(image.normalized()));
  }

  private static Platform plain(Platform platform) {
    return new Platform(
        platform.os, platform.architecture, platform.variant, Optional.empty(), List.of());
  }

  /// `linux/arm/v7`.
  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}

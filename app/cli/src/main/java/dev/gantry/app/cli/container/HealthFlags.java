package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.Flags;
import java.util.List;
import java.util.Optional;

/// `--health-*` and `--no-healthcheck`.
final class HealthFlags {
  private HealthFlags() {}

  /// The health check asked for, or empty to take the image's.
  static Optional<JsonObject> of(Flags flags) {
    List<String> names =
        List.of(
            "health-cmd",
            "health-interval",
            "health-timeout",
            "health-start-period",
            "health-start-interval",
            "health-retries");
    boolean any = names.stream().anyMatch(flags::has);
    if (flags.bool("no-healthcheck")) {
      if (any) {
        throw new IllegalArgumentException("--no-healthcheck conflicts with --health-* options");
      }
      return Optional.of(JsonObject.create().with("Test", List.of("NONE")));
    }
    if (!any) {
      return Optional.empty();
    }
    JsonObject check = JsonObject.create();
    flags
        .find("health-cmd")
        .ifPresent(command -> check.with("Test", List.of("CMD-SHELL", command)));
    duration(check, "Interval", flags, "health-interval");
    duration(check, "Timeout", flags, "health-timeout");
    duration(check, "StartPeriod", flags, "health-start-period");
    duration(check, "StartInterval", flags, "health-start-interval");
    long retries = flags.integer("health-retries");
    if (retries < 0) {
      throw new IllegalArgumentException("--health-retries cannot be negative");
    }
    if (retries > 0) {
      check.with("Retries", retries);
    }
    return Optional.of(check);
  }

  private static void duration(JsonObject check, String field, Flags flags, String name) {
    long nanos = flags.nanos(name);
    if (nanos < 0) {
      throw new IllegalArgumentException("--" + name + " cannot be negative");
    }
    if (nanos > 0) {
      check.with(field, nanos);
    }
  }
}

package dev.gantry.engine.network;

import dev.gantry.platform.errors.ResourceExhaustedException;
import java.util.List;

/// Chooses a subnet that nobody else on this host uses.
final class PoolChooser {
  private PoolChooser() {}

  /// The first subnet of the templates that overlaps none of `used`.
  static Subnet choose(List<PoolTemplate> templates, List<Subnet> used) {
    return templates.stream()
        .flatMap(PoolTemplate::subnets)
        .filter(candidate -> used.stream().noneMatch(candidate::overlaps))
        .findFirst()
        .orElseThrow(
            () ->
                new ResourceExhaustedException(
                    "all predefined address pools have been fully subnetted"));
  }
}

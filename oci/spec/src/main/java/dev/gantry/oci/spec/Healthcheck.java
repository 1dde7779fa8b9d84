package dev.gantry.oci.spec;

import java.time.Duration;
import java.util.List;

/// How to find out whether a container is healthy. Zero means "inherit or use the default".
///
/// @param test empty (inherit), `NONE`, `CMD` with arguments, or `CMD-SHELL` with one command line
public record Healthcheck(
    List<String> test,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {
  public Healthcheck {
    test = List.copyOf(test);
  }
}

package dev.gantry.engine.volumes;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// A directory that outlives the containers which mount it.
///
/// @param data the directory that is mounted
/// @param anonymous nobody gave it a name, so it may go with its last container
public record Volume(
    String name,
    Path data,
    Instant created,
    Map<String, String> labels,
    Map<String, String> options,
    boolean anonymous) {
  /// The only driver there is.
  public static final String DRIVER = "local";

  public Volume {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }
}

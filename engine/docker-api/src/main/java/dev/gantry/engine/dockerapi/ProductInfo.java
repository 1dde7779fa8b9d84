package dev.gantry.engine.dockerapi;

import java.time.Instant;

/// What the engine tells about itself and where it keeps its things.
///
/// @param commit what it was built from
/// @param started when this daemon came up
public record ProductInfo(
    String version,
    String commit,
    String buildTime,
    Instant started,
    String dataRoot,
    String id,
    java.util.List<String> insecureRegistries,
    java.util.List<String> registryMirrors) {}

package dev.gantry.engine.core;

import java.time.Instant;
import java.util.Map;

/// Something that happened to an object of the engine.
///
/// @param type `container`, `image`, `network`, `volume`, `daemon`
/// @param action `create`, `start`, `die`, `exec_create: sh`, …
/// @param id the object
/// @param attributes what else is known of it: name, image, labels, exit code
public record EngineEvent(
    String type, String action, String id, Map<String, String> attributes, Instant at) {
  public EngineEvent {
    attributes = Map.copyOf(attributes);
  }
}

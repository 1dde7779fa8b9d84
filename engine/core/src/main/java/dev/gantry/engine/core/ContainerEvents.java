package dev.gantry.engine.core;

import java.util.HashMap;
import java.util.Map;

/// Publishes what happens to containers, with what docker tells along: labels, image and name.
final class ContainerEvents {
  private final EngineEvents events;

  ContainerEvents(EngineEvents events) {
    this.events = events;
  }

  void publish(Container container, String action) {
    publish(container, action, Map.of());
  }

  void publish(Container container, String action, Map<String, String> more) {
    Map<String, String> attributes = new HashMap<>(container.spec().labels());
    attributes.put("image", container.spec().image());
    attributes.put("name", container.name());
    attributes.putAll(more);
    events.publish("container", action, container.id().value(), attributes);
  }
}

package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// Events that say how far a watch has come and nothing else.
final class Bookmark {
  private static final String END_OF_INITIAL_EVENTS = "k8s.io/initial-events-end";

  private Bookmark() {}

  static WatchEvent at(Kind kind, long revision) {
    return event(object(kind, revision));
  }

  static WatchEvent endOfInitialEvents(Kind kind, long revision) {
    ObjectNode object = object(kind, revision);
    object.withObject("/metadata").putObject("annotations").put(END_OF_INITIAL_EVENTS, "true");
    return event(object);
  }

  private static ObjectNode object(Kind kind, long revision) {
    ObjectNode object = Json.mapper().createObjectNode();
    object.put("kind", kind.groupVersionKind().kind());
    object.put("apiVersion", kind.groupVersionKind().apiVersion());
    object.putObject("metadata").put("resourceVersion", Long.toString(revision));
    return object;
  }

  private static WatchEvent event(ObjectNode object) {
    return new WatchEvent(WatchEvent.Type.BOOKMARK, new StoredTree(KubeObject.of(object)));
  }
}

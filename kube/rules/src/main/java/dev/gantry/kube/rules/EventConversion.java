package dev.gantry.kube.rules;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Events of the core group and of `events.k8s.io`: one store, two sets of names.
final class EventConversion {
  private static final List<String> OLD_COUNTS =
      List.of("firstTimestamp", "lastTimestamp", "count");

  private EventConversion() {}

  static ObjectNode toEvents(ObjectNode event) {
    Conversions.rename(event, "involvedObject", "regarding");
    Conversions.rename(event, "message", "note");
    Conversions.rename(event, "reportingComponent", "reportingController");
    Conversions.rename(event, "source", "deprecatedSource");
    for (String field : OLD_COUNTS) {
      Conversions.rename(event, field, deprecated(field));
    }
    return event;
  }

  static ObjectNode toCore(ObjectNode event) {
    Conversions.rename(event, "regarding", "involvedObject");
    Conversions.rename(event, "note", "message");
    Conversions.rename(event, "reportingController", "reportingComponent");
    Conversions.rename(event, "deprecatedSource", "source");
    for (String field : OLD_COUNTS) {
      Conversions.rename(event, deprecated(field), field);
    }
    return event;
  }

  private static String deprecated(String field) {
    return "deprecated" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }
}

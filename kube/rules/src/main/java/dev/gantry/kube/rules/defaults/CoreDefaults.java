package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// The simple kinds of the core group.
final class CoreDefaults {
  private CoreDefaults() {}

  static void namespace(ObjectNode namespace) {
    Fill.within(
        namespace,
        "metadata",
        metadata -> {
          String name = metadata.path("name").asString("");
          if (!name.isEmpty()) {
            Fill.structure(metadata, "labels").put("kubernetes.io/metadata.name", name);
          }
        });
    Fill.text(Fill.structure(namespace, "status"), "phase", "Active");
  }

  static void node(ObjectNode node) {
    Fill.within(
        node,
        "status",
        status ->
            Fill.within(
                status,
                "capacity",
                capacity -> {
                  if (Fill.isUnset(status, "allocatable")) {
                    status.set("allocatable", capacity.deepCopy());
                  }
                }));
  }

  static void secret(ObjectNode secret) {
    Fill.text(secret, "type", "Opaque");
  }

  static void tokenRequest(ObjectNode request) {
    Fill.number(Fill.structure(request, "spec"), "expirationSeconds", 3600);
  }

  static void limitRange(ObjectNode limitRange) {
    Fill.within(
        limitRange, "spec", spec -> Fill.each(spec, "limits", CoreDefaults::limitRangeItem));
  }

  /// Limits default to the maximum, requests to the limits, then to the minimum.
  private static void limitRangeItem(ObjectNode item) {
    if (!item.path("type").asString("").equals("Container")) {
      return;
    }
    ObjectNode limits = entries(item, "max", "default");
    ObjectNode requests = Fill.structure(item, "defaultRequest");
    Fill.entries(limits, requests);
    Fill.within(item, "min", minimum -> Fill.entries(minimum, requests));
    item.properties()
        .removeIf(
            e ->
                (e.getKey().equals("default") || e.getKey().equals("defaultRequest"))
                    && e.getValue().isEmpty());
  }

  private static ObjectNode entries(ObjectNode item, String from, String to) {
    ObjectNode target = Fill.structure(item, to);
    Fill.within(item, from, source -> Fill.entries(source, target));
    return target;
  }
}

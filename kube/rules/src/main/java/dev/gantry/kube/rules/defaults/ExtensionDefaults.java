package dev.gantry.kube.rules.defaults;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// What extends the API, and what meters it.
final class ExtensionDefaults {
  private ExtensionDefaults() {}

  static void customResourceDefinition(ObjectNode definition) {
    ObjectNode spec = Fill.structure(definition, "spec");
    Fill.within(
        spec,
        "names",
        names -> {
          String kind = names.path("kind").asString("");
          if (!kind.isEmpty()) {
            Fill.text(names, "singular", kind.toLowerCase(Locale.ROOT));
            Fill.text(names, "listKind", kind + "List");
          }
        });
    ObjectNode conversion = Fill.structure(spec, "conversion");
    Fill.text(conversion, "strategy", "None");
    Fill.within(
        conversion,
        "webhook",
        webhook -> Fill.within(webhook, "clientConfig", AdmissionDefaults::servicePort));
  }

  static void apiService(ObjectNode apiService) {
    Fill.within(
        apiService,
        "spec",
        spec -> Fill.within(spec, "service", service -> Fill.number(service, "port", 443)));
  }

  static void flowSchema(ObjectNode flowSchema) {
    Fill.numberIfZero(Fill.structure(flowSchema, "spec"), "matchingPrecedence", 1000);
  }

  static void priorityLevel(ObjectNode level) {
    ObjectNode spec = Fill.structure(level, "spec");
    switch (spec.path("type").asString("")) {
      case "Exempt" -> {
        ObjectNode exempt = Fill.structure(spec, "exempt");
        Fill.number(exempt, "nominalConcurrencyShares", 0);
        Fill.number(exempt, "lendablePercent", 0);
      }
      case "Limited" -> Fill.within(spec, "limited", ExtensionDefaults::limited);
      default -> {
        // Refused by validation.
      }
    }
  }

  private static void limited(ObjectNode limited) {
    Fill.number(limited, "nominalConcurrencyShares", 30);
    Fill.number(limited, "lendablePercent", 0);
    Fill.within(
        limited,
        "limitResponse",
        response ->
            Fill.within(
                response,
                "queuing",
                queuing -> {
                  Fill.numberIfZero(queuing, "queues", 64);
                  Fill.numberIfZero(queuing, "handSize", 8);
                  Fill.numberIfZero(queuing, "queueLengthLimit", 50);
                }));
  }
}

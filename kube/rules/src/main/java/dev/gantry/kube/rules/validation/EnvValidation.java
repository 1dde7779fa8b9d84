package dev.gantry.kube.rules.validation;

import java.util.List;

/// Environment variables and where they come from.
final class EnvValidation {
  private EnvValidation() {}

  static void variables(Place variables) {
    for (Place variable : variables.elements()) {
      Place name = variable.at("name");
      if (name.require()) {
        name.check(Syntax::environmentName);
      }
      Place source = variable.at("valueFrom");
      if (source.isSet()) {
        valueFrom(source, variable.at("value"));
      }
    }
  }

  private static void valueFrom(Place source, Place value) {
    int sources = 0;
    for (String kind : List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef")) {
      Place reference = source.at(kind);
      if (!reference.isSet()) {
        continue;
      }
      sources++;
      switch (kind) {
        case "fieldRef" -> ReferenceValidation.field(reference, ReferenceValidation.IN_VARIABLES);
        case "resourceFieldRef" -> ReferenceValidation.resource(reference, false);
        default -> ReferenceValidation.key(reference);
      }
    }
    if (sources == 0) {
      source.invalidAs(
          "\"\"",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    } else if (!value.isBlank()) {
      source.invalidAs("\"\"", "may not be specified when `value` is not empty");
    } else if (sources > 1) {
      source.invalidAs("\"\"", "may not have more than one field specified at a time");
    }
  }

  static void sources(Place sources) {
    for (Place source : sources.elements()) {
      if (!source.at("prefix").isBlank()) {
        source.at("prefix").check(Syntax::environmentName);
      }
      int kinds = 0;
      for (String kind : List.of("configMapRef", "secretRef")) {
        if (source.at(kind).isSet()) {
          kinds++;
          source.at(kind).at("name").require();
        }
      }
      if (kinds == 0) {
        source.invalidAs("\"\"", "must specify one of: `configMapRef` or `secretRef`");
      } else if (kinds > 1) {
        source.invalidAs("\"\"", "may not have more than one field specified at a time");
      }
    }
  }
}

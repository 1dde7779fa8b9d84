package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the scheduler goes by besides affinity.
final class SchedulingValidation {
  static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private SchedulingValidation() {}

  static void tolerations(Place tolerations) {
    for (Place toleration : tolerations.elements()) {
      Place key = toleration.at("key");
      Place operator = toleration.at("operator");
      if (!key.isBlank()) {
        Checks.labelName(key);
      } else if (!operator.is("Exists")) {
        Checks.textOf(
            operator,
            "operator must be Exists when `key` is empty, which means \"match all values and all"
                + " keys\"");
      }
      Place effect = toleration.at("effect");
      if (toleration.at("tolerationSeconds").isSet() && !effect.is("NoExecute")) {
        Checks.textOf(effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
      }
      value(toleration, operator);
      if (!effect.isBlank()) {
        effect.optionallyOneOf(EFFECTS);
      }
    }
  }

  private static void value(Place toleration, Place operator) {
    Place value = toleration.at("value");
    switch (operator.text()) {
      case "", "Equal" -> {
        List<String> problems = Names.labelValue(value.text());
        if (!problems.isEmpty()) {
          operator.invalidAs(Place.quoted(value.text()), String.join(";", problems));
        }
      }
      case "Exists" -> {
        if (!value.isBlank()) {
          operator.invalidAs(
              toleration.value().toString(), "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> operator.notSupported(List.of("Equal", "Exists"));
    }
  }

  static void topologySpread(Place constraints) {
    Set<String> seen = new HashSet<>();
    for (Place constraint : constraints.elements()) {
      Place skew = constraint.at("maxSkew");
      if (skew.number() <= 0) {
        skew.invalidAs(Long.toString(skew.number()), "must be greater than zero");
      }
      Place key = constraint.at("topologyKey");
      if (key.isBlank()) {
        key.required("can not be empty");
      } else {
        Checks.labelName(key);
      }
      Place unsatisfiable = constraint.at("whenUnsatisfiable");
      if (!List.of("DoNotSchedule", "ScheduleAnyway").contains(unsatisfiable.text())) {
        unsatisfiable.notSupported(List.of("DoNotSchedule", "ScheduleAnyway"));
      }
      String pair = "{" + key.text() + ", " + unsatisfiable.text() + "}";
      if (!seen.add(pair)) {
        constraint.at("{topologyKey, whenUnsatisfiable}").duplicateAs(Place.quoted(pair));
      }
      minDomains(constraint, unsatisfiable);
      constraint.at("nodeAffinityPolicy").optionallyOneOf(List.of("Honor", "Ignore"));
      constraint.at("nodeTaintsPolicy").optionallyOneOf(List.of("Honor", "Ignore"));
      if (constraint.at("labelSelector").isSet()) {
        Checks.labelSelector(constraint.at("labelSelector"));
      }
    }
  }

  private static void minDomains(Place constraint, Place unsatisfiable) {
    Place domains = constraint.at("minDomains");
    if (!domains.isSet()) {
      return;
    }
    if (domains.number() <= 0) {
      domains.invalid("must be greater than zero");
    }
    if (!unsatisfiable.is("DoNotSchedule")) {
      domains.invalid(
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not "
              + unsatisfiable.text());
    }
  }

  static void gates(Place gates) {
    Set<String> seen = new HashSet<>();
    for (Place gate : gates.elements()) {
      gate.check(gate.at("name").text(), Names::qualified);
      if (!seen.add(gate.at("name").text())) {
        gate.duplicateAs(Place.quoted(gate.at("name").text()));
      }
    }
  }

  static void readinessGates(Place gates) {
    for (Place gate : gates.elements()) {
      gate.at("conditionType").check(Names::qualified);
    }
  }
}

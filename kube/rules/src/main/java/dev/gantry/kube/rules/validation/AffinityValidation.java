package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.List;

/// Where a pod would like to be, by labels of nodes and of other pods.
final class AffinityValidation {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private AffinityValidation() {}

  static void affinity(Place affinity) {
    Place node = affinity.at("nodeAffinity");
    if (node.at(REQUIRED).isSet()) {
      nodeSelector(node.at(REQUIRED));
    }
    for (Place preferred : node.at(PREFERRED).elements()) {
      weight(preferred.at("weight"));
      nodeSelectorTerm(preferred.at("preference"));
    }
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      affinity.at(kind).at(REQUIRED).elements().forEach(AffinityValidation::podTerm);
      for (Place preferred : affinity.at(kind).at(PREFERRED).elements()) {
        weight(preferred.at("weight"));
        podTerm(preferred.at("podAffinityTerm"));
      }
    }
  }

  private static void weight(Place weight) {
    if (weight.number() <= 0 || weight.number() > 100) {
      weight.invalidAs(Long.toString(weight.number()), "must be in the range 1-100");
    }
  }

  static void nodeSelector(Place selector) {
    Place terms = selector.at("nodeSelectorTerms");
    if (terms.isEmpty()) {
      terms.required("must have at least one node selector term");
    }
    terms.elements().forEach(AffinityValidation::nodeSelectorTerm);
  }

  private static void nodeSelectorTerm(Place term) {
    term.at("matchExpressions").elements().forEach(AffinityValidation::byLabel);
    term.at("matchFields").elements().forEach(AffinityValidation::byField);
  }

  private static void byLabel(Place requirement) {
    Place values = requirement.at("values");
    switch (requirement.at("operator").text()) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          values.required("must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      case "Gt", "Lt" -> {
        if (values.value().size() != 1) {
          values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default -> Checks.textOf(requirement.at("operator"), "not a valid selector operator");
    }
    Checks.labelName(requirement.at("key"));
    values.elements().forEach(value -> value.check(Names::labelValue));
  }

  private static void byField(Place requirement) {
    Place values = requirement.at("values");
    switch (requirement.at("operator").text()) {
      case "In", "NotIn" -> {
        if (values.value().size() != 1) {
          values.required(
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
      }
      default -> Checks.textOf(requirement.at("operator"), "not a valid selector operator");
    }
    if (requirement.at("key").is("metadata.name")) {
      values.elements().forEach(value -> value.check(Names::dnsSubdomain));
    } else {
      Checks.textOf(requirement.at("key"), "not a valid field selector key");
    }
  }

  private static void podTerm(Place term) {
    if (term.at("labelSelector").isSet()) {
      Checks.labelSelector(term.at("labelSelector"));
    }
    if (term.at("namespaceSelector").isSet()) {
      Checks.labelSelector(term.at("namespaceSelector"));
    }
    for (Place namespace : term.at("namespaces").elements()) {
      term.at("namespace").check(namespace.text(), Names::dnsLabel);
    }
    Place key = term.at("topologyKey");
    if (key.isBlank()) {
      key.required("can not be empty");
    } else {
      Checks.labelName(key);
    }
  }
}

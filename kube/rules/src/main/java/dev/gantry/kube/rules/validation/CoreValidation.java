package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Namespaces, nodes and events.
final class CoreValidation {
  private CoreValidation() {}

  static void namespace(Place namespace) {
    namespaceFinalizers(namespace);
  }

  static void namespaceFinalizers(Place namespace) {
    for (Place finalizer : namespace.at("spec", "finalizers").elements()) {
      finalizer.check(Names::qualified);
      MetadataValidation.standard(finalizer);
    }
  }

  static void namespaceStatus(Place namespace, KubeObject before) {
    // Upstream spells the field so.
    Place phase = namespace.at("status", "phase").as(namespace.at("status"), "Phase");
    boolean deleted = namespace.at("metadata", "deletionTimestamp").isSet();
    if (!deleted && !phase.is("Active")) {
      Checks.textOf(phase, "may only be 'Active' if `deletionTimestamp` is empty");
    } else if (deleted && !phase.is("Terminating")) {
      Checks.textOf(phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
    }
  }

  static void node(Place node) {
    Set<String> seen = new HashSet<>();
    for (Place taint : node.at("spec", "taints").elements()) {
      taint.at("key").check(Names::qualified);
      if (!taint.at("value").isBlank()) {
        taint.at("value").check(Names::labelValue);
      }
      taint.at("effect").oneOf(SchedulingValidation.EFFECTS);
      if (!seen.add(taint.at("key").text() + "/" + taint.at("effect").text())) {
        taint.duplicate();
      }
    }
    for (Place cidr : node.at("spec", "podCIDRs").elements()) {
      if (!Syntax.isCidr(cidr.text())) {
        cidr.invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
      }
    }
    for (String list : List.of("capacity", "allocatable")) {
      Place amounts = node.at("status", list);
      for (String name : amounts.keys()) {
        ResourcesValidation.amount(amounts.key(name), name);
      }
    }
  }

  /// What identifies a node elsewhere can be learned once.
  static void nodeUpdate(Place node, KubeObject before) {
    node(node);
    for (String field : List.of("providerID", "podCIDR")) {
      String old = before.spec().path(field).asString("");
      if (!old.isEmpty() && !node.at("spec", field).text().equals(old)) {
        node.at("spec", field)
            .forbidden("node updates may not change " + field + " except from \"\" to valid");
      }
    }
  }

  /// An event lies in the namespace of what it is about; of cluster-wide things, in `default`.
  static void event(Place event) {
    Place about = event.at("involvedObject", "namespace");
    String namespace = event.at("metadata", "namespace").text();
    boolean agrees =
        about.isBlank()
            ? namespace.isEmpty() || namespace.equals("default")
            : about.text().equals(namespace);
    if (!agrees) {
      Checks.textOf(about, "does not match event.namespace");
    }
  }

  /// The newer form asks for more: who reports, and what was done.
  static void newEvent(Place event) {
    event.at("eventTime").require();
    for (String field : List.of("reportingController", "reportingInstance", "action", "reason")) {
      event.at(field).require();
    }
    Place type = event.at("type");
    if (!List.of("Normal", "Warning").contains(type.text())) {
      Checks.textOf(type, "has invalid value: " + type.text());
    }
    Place about = event.at("regarding", "namespace");
    String namespace = event.at("metadata", "namespace").text();
    if (!about.isBlank() && !about.text().equals(namespace)) {
      Checks.textOf(about, "does not match event.namespace");
    }
  }
}

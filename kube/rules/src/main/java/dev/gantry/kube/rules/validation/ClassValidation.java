package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Classes that other objects name: of storage, priority and runtime; and leases and revisions,
/// which are as small.
final class ClassValidation {
  private static final long HIGHEST_OF_USERS = 1_000_000_000;
  private static final Map<String, Long> SYSTEM =
      Map.of("system-cluster-critical", 2_000_000_000L, "system-node-critical", 2_000_001_000L);

  private ClassValidation() {}

  static void storageClass(Place storageClass) {
    if (storageClass.at("provisioner").require()) {
      storageClass
          .at("provisioner")
          .check(storageClass.at("provisioner").text().toLowerCase(Locale.ROOT), Names::qualified);
    }
    Place parameters = storageClass.at("parameters");
    if (parameters.value().size() > 512) {
      parameters.tooLong(512);
    }
    storageClass.at("reclaimPolicy").optionallyOneOf(List.of("Delete", "Retain"));
    storageClass.at("volumeBindingMode").oneOf(List.of("Immediate", "WaitForFirstConsumer"));
  }

  static void storageClassUpdate(Place storageClass, KubeObject before) {
    storageClass(storageClass);
    for (String field : List.of("parameters", "provisioner", "reclaimPolicy")) {
      if (!Checks.same(storageClass.at(field).value(), before.at(field))) {
        storageClass.at(field).forbidden("updates to " + field + " are forbidden.");
      }
    }
    Checks.immutable(storageClass.at("volumeBindingMode"), before.at("volumeBindingMode"));
  }

  static void priorityClass(Place priorityClass) {
    Place name = priorityClass.at("metadata", "name");
    long value = priorityClass.at("value").number();
    if (name.text().startsWith("system-")) {
      Long reserved = SYSTEM.get(name.text());
      if (reserved == null || reserved != value) {
        name.forbidden(
            "priority class names with 'system-' prefix are reserved for system use only. error:"
                + (reserved == null
                    ? " " + name.text() + " is not a known system priority class"
                    : " value of " + name.text() + " PriorityClass must be " + reserved));
      }
    } else if (value > HIGHEST_OF_USERS) {
      priorityClass
          .at("value")
          .forbidden("maximum allowed value of a user defined priority is " + HIGHEST_OF_USERS);
    }
    priorityClass.at("preemptionPolicy").optionallyOneOf(List.of("Never", "PreemptLowerPriority"));
  }

  static void priorityClassUpdate(Place priorityClass, KubeObject before) {
    if (priorityClass.at("value").number() != before.at("value").asLong(0)) {
      priorityClass.at("value").forbidden("may not be changed in an update.");
    }
    Checks.immutable(priorityClass.at("preemptionPolicy"), before.at("preemptionPolicy"));
  }

  static void runtimeClass(Place runtimeClass) {
    if (runtimeClass.at("handler").require()) {
      runtimeClass.at("handler").check(Names::dnsLabel);
    }
  }

  static void runtimeClassUpdate(Place runtimeClass, KubeObject before) {
    Checks.immutable(runtimeClass.at("handler"), before.at("handler"));
  }

  static void lease(Place lease) {
    Place spec = lease.at("spec");
    Place duration = spec.at("leaseDurationSeconds");
    if (duration.isSet() && duration.number() <= 0) {
      duration.invalid("must be greater than 0");
    }
    spec.at("leaseTransitions").notNegative();
    Place holder = spec.at("holderIdentity");
    if (holder.isSet() && holder.isBlank()) {
      holder.invalid("must not be empty");
    }
  }

  static void controllerRevision(Place revision) {
    if (!revision.at("data").isSet()) {
      revision.at("data").required("data is mandatory");
    }
    revision.at("revision").notNegative();
  }

  static void controllerRevisionUpdate(Place revision, KubeObject before) {
    controllerRevision(revision);
    Checks.immutable(revision.at("data"), before.at("data"));
  }
}

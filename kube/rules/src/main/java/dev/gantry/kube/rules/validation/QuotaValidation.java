package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import dev.gantry.kube.objects.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How much of what a namespace, and a thing in it, may have.
final class QuotaValidation {
  private static final List<String> SCOPES =
      List.of(
          "BestEffort",
          "CrossNamespacePodAffinity",
          "NotBestEffort",
          "NotTerminating",
          "PriorityClass",
          "Terminating",
          "VolumeAttributesClass");

  private QuotaValidation() {}

  static void resourceQuota(Place quota) {
    amounts(quota.at("spec", "hard"));
    for (Place scope : quota.at("spec", "scopes").elements()) {
      if (!SCOPES.contains(scope.text())) {
        scope.as(quota.at("spec"), "scopes").invalid("unsupported scope");
      }
    }
  }

  static void resourceQuotaUpdate(Place quota, KubeObject before) {
    resourceQuota(quota);
    Checks.immutable(quota.at("spec", "scopes"), before.spec().path("scopes"));
  }

  static void resourceQuotaStatus(Place quota, KubeObject before) {
    amounts(quota.at("status", "hard"));
    amounts(quota.at("status", "used"));
  }

  private static void amounts(Place amounts) {
    for (String name : amounts.keys()) {
      Place amount = amounts.key(name);
      amount.check(name, Names::qualified);
      ResourcesValidation.amount(amount, name.startsWith("count/") ? "pods" : name);
    }
  }

  static void limitRange(Place limitRange) {
    Set<String> types = new HashSet<>();
    for (Place item : limitRange.at("spec", "limits").elements()) {
      Place type = item.at("type");
      type.check(Names::qualified);
      if (!types.add(type.text())) {
        type.duplicate();
      }
      if (type.is("Pod")) {
        for (String field : List.of("default", "defaultRequest")) {
          if (!item.at(field).isEmpty()) {
            item.at(field).forbidden("may not be specified when `type` is 'Pod'");
          }
        }
      }
      Set<String> names = new HashSet<>();
      for (String field : List.of("max", "min", "default", "defaultRequest")) {
        names.addAll(item.at(field).keys());
      }
      names.stream().sorted().forEach(name -> order(item, name));
    }
  }

  /// Minimum, default request, default limit and maximum come in this order.
  private static void order(Place item, String name) {
    inOrder(item, name, "min", "min value", "max", "max value", "min");
    inOrder(
        item,
        name,
        "min",
        "min value",
        "defaultRequest",
        "default request value",
        "defaultRequest");
    inOrder(
        item,
        name,
        "defaultRequest",
        "default request value",
        "max",
        "max value",
        "defaultRequest");
    inOrder(
        item,
        name,
        "defaultRequest",
        "default request value",
        "default",
        "default limit value",
        "defaultRequest");
    inOrder(item, name, "min", "min value", "default", "default value", "default");
    inOrder(item, name, "default", "default value", "max", "max value", "default");
  }

  private static void inOrder(
      Place item,
      String name,
      String low,
      String lowText,
      String high,
      String highText,
      String blamed) {
    Optional<Quantity> least = amount(item.at(low).key(name));
    Optional<Quantity> most = amount(item.at(high).key(name));
    if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
      Quantity shown = blamed.equals(low) ? least.get() : most.get();
      item.at(blamed)
          .key(name)
          .invalidAs(
              Place.quoted(shown.text()),
              "%s %s is greater than %s %s"
                  .formatted(lowText, least.get().text(), highText, most.get().text()));
    }
  }

  private static Optional<Quantity> amount(Place place) {
    return place.isSet() ? place.quantity() : Optional.empty();
  }
}

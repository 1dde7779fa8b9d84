package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import dev.gantry.kube.objects.Quantity;
import java.util.Set;

/// Requests and limits.
final class ResourcesValidation {
  private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "storage",
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage");

  private ResourcesValidation() {}

  static void requirements(Place resources) {
    Place limits = resources.at("limits");
    Place requests = resources.at("requests");
    for (String name : limits.keys()) {
      name(limits.key(name), name);
      amount(limits.key(name), name);
    }
    for (String name : requests.keys()) {
      name(requests.key(name), name);
      amount(requests.key(name), name);
      within(requests, limits, name);
    }
    boolean pages = limits.keys().stream().anyMatch(ResourcesValidation::isHugePages);
    boolean others =
        limits.keys().stream().anyMatch(n -> n.equals("cpu") || n.equals("memory"))
            || requests.keys().stream().anyMatch(n -> n.equals("cpu") || n.equals("memory"));
    if (pages && !others) {
      resources.forbidden("HugePages require cpu or memory");
    }
  }

  private static void within(Place requests, Place limits, String name) {
    boolean sharable = isNative(name) && !isHugePages(name);
    if (limits.key(name).isSet()) {
      Place apart = limits.key(name).apart();
      var limit = apart.quantity();
      var request = requests.key(name).apart().quantity();
      if (limit.isEmpty() || request.isEmpty()) {
        return;
      }
      int order = request.get().compareTo(limit.get());
      String shown = Place.quoted(request.get().text());
      if (order != 0 && !sharable) {
        requests.invalidAs(shown, "must be equal to " + name + " limit of " + limit.get().text());
      } else if (order > 0) {
        requests.invalidAs(
            shown, "must be less than or equal to " + name + " limit of " + limit.get().text());
      }
    } else if (!sharable) {
      limits.required("Limit must be set for non overcommitable resources");
    }
  }

  private static void name(Place place, String name) {
    place.check(name, Names::qualified);
    if (name.indexOf('/') < 0) {
      if (!STANDARD.contains(name) && !isHugePages(name)) {
        place.invalidAs(Place.quoted(name), "must be a standard resource type or fully qualified");
      }
      if (!OF_CONTAINERS.contains(name) && !isHugePages(name)) {
        place.invalidAs(Place.quoted(name), "must be a standard resource for containers");
      }
    } else if (name.startsWith("requests.")) {
      place.invalidAs(Place.quoted(name), "doesn't follow extended resource name standard");
    }
  }

  /// An amount of a resource, whatever the resource is of.
  static void amount(Place place, String name) {
    place.quantity().ifPresent(amount -> amount(place, name, amount));
  }

  private static void amount(Place place, String name, Quantity amount) {
    if (amount.sign() < 0) {
      place.invalidAs(Place.quoted(amount.text()), "must be greater than or equal to 0");
    }
    boolean whole = !isNative(name) || name.equals("pods");
    if (whole && amount.milliValue() % 1000 != 0) {
      place.invalidAs(Place.quoted(amount.text()), "must be an integer");
    }
  }

  private static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  private static boolean isHugePages(String name) {
    return name.startsWith("hugepages-");
  }
}

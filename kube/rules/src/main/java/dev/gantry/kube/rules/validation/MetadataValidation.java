package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import dev.gantry.kube.objects.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What all objects have in common.
final class MetadataValidation {
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private MetadataValidation() {}

  static void create(Place metadata, Function<String, List<String>> nameRule) {
    Place base = metadata.at("generateName");
    if (!base.isBlank()) {
      for (String problem : nameRule.apply(maskTrailingDash(base.text()))) {
        base.invalid(problem);
      }
    }
    Place name = metadata.at("name");
    if (name.isBlank()) {
      name.required("name or generateName is required");
    } else {
      name.check(nameRule);
    }
    Place namespace = metadata.at("namespace");
    if (!namespace.isBlank()) {
      namespace.check(Names::dnsLabel);
    }
    metadata.at("generation").notNegative();
    common(metadata);
  }

  static void update(Place metadata, KubeObject before) {
    JsonNode old = before.metadata();
    if (before.isBeingDeleted()) {
      noNewFinalizers(metadata.at("finalizers"), before);
    }
    Place generation = metadata.at("generation");
    if (generation.number() < before.generation()) {
      generation.invalidAs(Long.toString(generation.number()), "must not be decremented");
    }
    for (String field :
        List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds")) {
      Checks.immutable(metadata.at(field), old.path(field));
    }
    common(metadata);
  }

  private static void common(Place metadata) {
    Checks.labels(metadata.at("labels"));
    Checks.annotations(metadata.at("annotations"));
    owners(metadata.at("ownerReferences"));
    finalizers(metadata.at("finalizers"));
  }

  /// What is generated ends in letters, so a dash at the end of its base does no harm.
  private static String maskTrailingDash(String base) {
    return base.length() > 1 && base.endsWith("-")
        ? base.substring(0, base.length() - 1) + "a"
        : base;
  }

  private static void owners(Place owners) {
    String controller = "";
    for (JsonNode owner : owners.value()) {
      owner(new Place(owner, owners.path(), owners.problems()));
      if (owner.path("controller").asBoolean(false)) {
        String name = owner.path("kind").asString("") + "/" + owner.path("name").asString("");
        if (!controller.isEmpty()) {
          owners.invalid(
              "Only one reference can have Controller set to true. Found \"true\" in references"
                  + " for "
                  + controller
                  + " and "
                  + name);
        } else {
          controller = name;
        }
      }
    }
  }

  private static void owner(Place owner) {
    if (version(owner.at("apiVersion").text()).isEmpty()) {
      Checks.textOf(owner.at("apiVersion"), "version must not be empty");
    }
    for (String field : List.of("kind", "name", "uid")) {
      if (owner.at(field).isBlank()) {
        Checks.textOf(owner.at(field), "must not be empty");
      }
    }
    if (owner.at("apiVersion").is("v1") && owner.at("kind").is("Event")) {
      owner.invalid(new GroupVersionKind("", "v1", "Event") + " is disallowed from being an owner");
    }
  }

  private static String version(String apiVersion) {
    try {
      return GroupVersion.parse(apiVersion).version();
    } catch (StatusException e) {
      return "";
    }
  }

  private static void finalizers(Place finalizers) {
    List<String> all = new ArrayList<>();
    for (Place finalizer : finalizers.elements()) {
      finalizers.check(finalizer.text(), Names::qualified);
      all.add(finalizer.text());
    }
    if (all.contains("orphan") && all.contains("foregroundDeletion")) {
      finalizers.invalid("finalizer orphan and foregroundDeletion cannot be both set");
    }
    finalizers.elements().forEach(MetadataValidation::standard);
  }

  /// Names without a domain belong to Kubernetes.
  static void standard(Place finalizer) {
    if (finalizer.text().indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(finalizer.text())) {
      finalizer.invalid("name is neither a standard finalizer name nor is it fully qualified");
    }
  }

  private static void noNewFinalizers(Place finalizers, KubeObject before) {
    List<String> added = new ArrayList<>();
    for (Place finalizer : finalizers.elements()) {
      if (!before.finalizers().contains(finalizer.text())) {
        added.add(Place.quoted(finalizer.text()));
      }
    }
    if (!added.isEmpty()) {
      finalizers.forbidden(
          "no new finalizers can be added if the object is being deleted, found new finalizers"
              + " []string{"
              + String.join(", ", added)
              + "}");
    }
  }
}

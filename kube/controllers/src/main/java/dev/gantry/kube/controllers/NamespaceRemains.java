package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is still in a namespace that is being emptied, and how its conditions put it.
final class NamespaceRemains {
  private final Map<String, Integer> byResource = new TreeMap<>();
  private final Map<String, Integer> byFinalizer = new TreeMap<>();

  void add(GroupVersionKind kind, KubeObject object) {
    byResource.merge(resource(kind), 1, Integer::sum);
    object.finalizers().forEach(finalizer -> byFinalizer.merge(finalizer, 1, Integer::sum));
  }

  /// The resource as upstream's messages name it: `pods.`, `deployments.apps`.
  private static String resource(GroupVersionKind kind) {
    String name = kind.kind().toLowerCase(Locale.ROOT);
    String plural;
    if (name.endsWith("y")) {
      plural = name.substring(0, name.length() - 1) + "ies";
    } else if (name.endsWith("s") && !name.equals("endpoints")) {
      plural = name + "es";
    } else {
      plural = name.equals("endpoints") ? name : name + "s";
    }
    return plural + "." + kind.group();
  }

  boolean isEmpty() {
    return byResource.isEmpty();
  }

  void describe(ConditionList conditions, List<RuntimeException> failures) {
    conditions.setOnce(
        "NamespaceDeletionDiscoveryFailure",
        "False",
        "ResourcesDiscovered",
        "All resources successfully discovered");
    conditions.setOnce(
        "NamespaceDeletionGroupVersionParsingFailure",
        "False",
        "ParsedGroupVersions",
        "All legacy kube types successfully parsed");
    if (failures.isEmpty()) {
      conditions.setOnce(
          "NamespaceDeletionContentFailure",
          "False",
          "ContentDeleted",
          "All content successfully deleted, may be waiting on finalization");
    } else {
      conditions.replace(
          "NamespaceDeletionContentFailure",
          "True",
          "ContentDeletionFailed",
          "Failed to delete all resource types, %d remaining: %s"
              .formatted(failures.size(), failures.getFirst().getMessage()));
    }
    if (byResource.isEmpty()) {
      conditions.setOnce(
          "NamespaceContentRemaining",
          "False",
          "ContentRemoved",
          "All content successfully removed");
    } else {
      conditions.replace(
          "NamespaceContentRemaining",
          "True",
          "SomeResourcesRemain",
          "Some resources are remaining: " + joined(byResource, " has "));
    }
    if (byFinalizer.isEmpty()) {
      conditions.setOnce(
          "NamespaceFinalizersRemaining",
          "False",
          "ContentHasNoFinalizers",
          "All content-preserving finalizers finished");
    } else {
      conditions.replace(
          "NamespaceFinalizersRemaining",
          "True",
          "SomeFinalizersRemain",
          "Some content in the namespace has finalizers remaining: " + joined(byFinalizer, " in "));
    }
  }

  private static String joined(Map<String, Integer> counts, String verb) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + verb + entry.getValue() + " resource instances")
        .collect(Collectors.joining(", "));
  }
}

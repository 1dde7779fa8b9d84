package dev.gantry.kube.patch;

import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Fields that an applier would change and another manager owns.
record ApplyConflict(ManagerEntry.Id owner, FieldSet fields) {

  static ApplyConflict between(ManagerEntry entry, FieldSet changed) {
    return new ApplyConflict(entry.id(), entry.fields().intersection(changed));
  }

  ApplyConflict without(FieldSet allowed) {
    return new ApplyConflict(owner, fields.difference(allowed));
  }

  private List<String> paths() {
    List<String> paths = new ArrayList<>();
    fields.forEach(path -> paths.add(FieldSet.message(path)));
    return paths;
  }

  /// `Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas`, with
  /// one cause a field.
  static StatusException refusal(List<ApplyConflict> conflicts) {
    List<ApplyConflict> sorted =
        conflicts.stream().sorted(Comparator.comparing(c -> c.owner.message())).toList();
    List<StatusCause> causes = new ArrayList<>();
    TreeMap<String, List<String>> byOwner = new TreeMap<>();
    for (ApplyConflict conflict : sorted) {
      String owner = conflict.owner.message();
      for (String path : conflict.paths()) {
        causes.add(new StatusCause("FieldManagerConflict", "conflict with " + owner, path));
        byOwner.computeIfAbsent(owner, _ -> new ArrayList<>()).add(path);
      }
    }
    return new StatusException(
        StatusReason.CONFLICT,
        causes.size() == 1
            ? "Apply failed with 1 conflict: %s: %s"
                .formatted(causes.getFirst().message(), causes.getFirst().field())
            : "Apply failed with %d conflicts: %s".formatted(causes.size(), list(byOwner)),
        Optional.of(new StatusException.Details("", "", "", "", causes)));
  }

  private static String list(TreeMap<String, List<String>> byOwner) {
    return byOwner.entrySet().stream()
        .map(
            entry ->
                "conflicts with "
                    + entry.getKey()
                    + ":\n"
                    + entry.getValue().stream()
                        .map(path -> "- " + path)
                        .collect(Collectors.joining("\n")))
        .collect(Collectors.joining("\n"));
  }
}

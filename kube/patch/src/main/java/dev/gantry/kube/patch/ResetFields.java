package dev.gantry.kube.patch;

import dev.gantry.kube.schema.Kind;
import java.util.Set;

/// The fields of an object that a write cannot change: those that belong to another of its paths.
///
/// The status, when it has a path of its own; on `/status`, all but the status and the metadata;
/// on `/scale`, all but the number of replicas.
final class ResetFields {
  private static final Set<String> ALWAYS = Set.of("apiVersion", "kind", "metadata");
  private static final FieldSet STATUS = FieldSet.of("status");

  private ResetFields() {}

  static FieldSet of(Kind kind, String subresource) {
    return switch (subresource) {
      case "" -> kind.subresource("status").isPresent() ? STATUS : FieldSet.EMPTY;
      case "status" -> allBut(kind, "status");
      case "scale" -> allBut(kind, "spec");
      default -> FieldSet.EMPTY;
    };
  }

  private static FieldSet allBut(Kind kind, String kept) {
    FieldSet.Builder fields = new FieldSet.Builder();
    for (var field : kind.type().fields()) {
      if (!ALWAYS.contains(field.name()) && !field.name().equals(kept)) {
        fields.add(new PathElement.FieldName(field.name()), true, FieldSet.EMPTY);
      }
    }
    return fields
        .add(new PathElement.FieldName("spec"), !kept.equals("spec"), FieldSet.EMPTY)
        .build();
  }
}

package dev.gantry.kube.patch;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.ObjectType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Kinds of which nothing is known but what all kinds have.
final class CustomKinds {
  private CustomKinds() {}

  static Kind withoutSchema(String apiVersion, String kind) {
    List<Field> common =
        Documents.POD.type().fields().stream()
            .filter(field -> Set.of("apiVersion", "kind", "metadata").contains(field.name()))
            .toList();
    return new Kind(
        GroupVersionKind.of(apiVersion, kind),
        kind.toLowerCase(java.util.Locale.ROOT) + "s",
        kind.toLowerCase(java.util.Locale.ROOT),
        List.of(),
        List.of(),
        true,
        Set.of("get"),
        List.of(),
        Optional.empty(),
        ObjectType.of("com.example." + kind, false, () -> common));
  }
}

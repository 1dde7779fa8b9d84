package dev.gantry.kube.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A structure: named fields with types.
///
/// Structures may contain themselves (`JSONSchemaProps`), so a type is made first and given its
/// fields after; from then on it does not change.
public final class ObjectType {
  private final String name;
  private Map<String, Field> fields = Map.of();

  /// @param name upstream's definition name, `io.k8s.api.core.v1.PodSpec`
  ObjectType(String name) {
    this.name = name;
  }

  void complete(List<Field> all) {
    Map<String, Field> byName = new LinkedHashMap<>();
    all.forEach(field -> byName.put(field.name(), field));
    fields = byName;
  }

  public String name() {
    return name;
  }

  /// In alphabetical order.
  public Collection<Field> fields() {
    return fields.values();
  }

  public Optional<Field> find(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  @Override
  public String toString() {
    return name;
  }
}

package dev.gantry.kube.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A structure: named fields with types.
///
/// There are hundreds and a cluster uses few, so fields are read on first use. Structures may
/// contain themselves (`JSONSchemaProps`), which that allows too.
public final class ObjectType {
  private final String name;
  private final boolean atomic;
  private final Supplier<Content> source;
  private volatile @Nullable Content content;

  /// @param embedded by field number, the messages whose fields are this structure's own in JSON
  private record Content(
      Map<String, Field> fields, Map<Integer, Field> byNumber, Map<Integer, ObjectType> embedded) {}

  private ObjectType(String name, boolean atomic, Supplier<Content> source) {
    this.name = name;
    this.atomic = atomic;
    this.source = source;
  }

  /// A structure whose fields are asked for when they are first needed.
  ///
  /// @param name upstream's definition name, `io.k8s.api.core.v1.PodSpec`
  /// @param atomic whether it is merged and owned as a whole wherever it stands
  public static ObjectType of(String name, boolean atomic, Supplier<List<Field>> fields) {
    return new ObjectType(name, atomic, () -> content(fields.get(), Map.of()));
  }

  /// The same with fields that protobuf nests in messages of their own.
  static ObjectType of(
      String name,
      boolean atomic,
      Supplier<List<Field>> fields,
      Supplier<Map<Integer, ObjectType>> embedded) {
    return new ObjectType(name, atomic, () -> content(fields.get(), embedded.get()));
  }

  private static Content content(List<Field> all, Map<Integer, ObjectType> embedded) {
    Map<String, Field> byName = LinkedHashMap.newLinkedHashMap(all.size());
    Map<Integer, Field> byNumber = LinkedHashMap.newLinkedHashMap(all.size());
    for (Field field : all) {
      byName.put(field.name(), field);
      if (field.number() != 0) {
        byNumber.put(field.number(), field);
      }
    }
    return new Content(byName, byNumber, embedded);
  }

  private Content content() {
    Content known = content;
    if (known == null) {
      // Two threads may both read it; they read the same.
      known = source.get();
      content = known;
    }
    return known;
  }

  public String name() {
    return name;
  }

  /// The last part of the name: `PodSpec`.
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Whether the structure is merged and owned as a whole (`x-kubernetes-map-type: atomic`). Of the
  /// value of a field, [Field#merge] says it, which may differ.
  public boolean isAtomic() {
    return atomic;
  }

  /// In alphabetical order.
  public Collection<Field> fields() {
    return content().fields.values();
  }

  public Optional<Field> find(String field) {
    return Optional.ofNullable(content().fields.get(field));
  }

  /// The field with a number in this structure's own protobuf message.
  public Optional<Field> find(int number) {
    return Optional.ofNullable(content().byNumber.get(number));
  }

  /// The message that protobuf nests at a number while JSON shows its fields as this structure's.
  public Optional<ObjectType> embedded(int number) {
    return Optional.ofNullable(content().embedded.get(number));
  }

  /// All such messages, by their numbers.
  public Map<Integer, ObjectType> embedded() {
    return content().embedded;
  }

  @Override
  public String toString() {
    return name;
  }
}

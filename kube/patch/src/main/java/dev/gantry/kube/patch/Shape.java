package dev.gantry.kube.patch;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How a place in an object is taken apart into fields with owners of their own.
///
/// Where the schema ends (a custom resource without one), the shape is deduced from the value:
/// objects are granular, lists are one value.
sealed interface Shape {

  /// Owned as a whole.
  record Leaf() implements Shape {}

  /// A structure; fields it does not declare are deduced.
  record Fields(ObjectType type) implements Shape {}

  /// A map, or an object without schema.
  record Entries(Shape value) implements Shape {}

  /// A list of distinct scalars.
  record Items() implements Shape {}

  /// A list of objects told apart by keys.
  record KeyedItems(List<String> keys, Shape element) implements Shape {}

  /// Whatever the value turns out to be.
  record Deduced() implements Shape {}

  /// The shape of a whole object of a kind.
  static Shape of(ObjectType type) {
    return new Fields(type);
  }

  /// The shape of a field, which is deduced when the structure does not declare it.
  static Shape of(ObjectType type, String field) {
    return of(type.find(field));
  }

  private static Shape of(Optional<Field> field) {
    return field.isEmpty() ? new Deduced() : of(field.get().type(), field.get().merge());
  }

  private static Shape of(Type type, Field.Merge merge) {
    return switch (type) {
      case Type.Scalar _ -> new Leaf();
      case Type.Structure(ObjectType object) ->
          merge.topology() == Field.Topology.ATOMIC ? new Leaf() : new Fields(object);
      case Type.MapOf(Type value) ->
          merge.topology() == Field.Topology.ATOMIC
              ? new Leaf()
              : new Entries(value instanceof Type.Scalar ? new Leaf() : element(value));
      case Type.ListOf(Type element) ->
          switch (merge.topology()) {
            case ATOMIC -> new Leaf();
            case SET -> new Items();
            case MAP -> new KeyedItems(merge.keys(), element(element));
          };
    };
  }

  private static Shape element(Type type) {
    return switch (type) {
      case Type.Structure(ObjectType object) when !object.isAtomic() -> new Fields(object);
      case Type.MapOf(Type value) -> new Entries(element(value));
      case Type.Scalar _, Type.ListOf _, Type.Structure _ -> new Leaf();
    };
  }

  /// This shape, or the one that the value suggests.
  default Shape forValue(JsonNode value) {
    return switch (this) {
      case Deduced() -> value.isObject() ? new Entries(new Deduced()) : new Leaf();
      case Fields _, Entries _ -> value.isObject() ? this : new Leaf();
      case Items _, KeyedItems _ -> value.isArray() ? this : new Leaf();
      case Leaf _ -> this;
    };
  }

  /// The shape below a field name.
  default Shape field(String name) {
    return switch (this) {
      case Fields(ObjectType type) -> of(type, name);
      case Entries(Shape value) -> value;
      case Deduced() -> new Deduced();
      case Leaf(), Items(), KeyedItems _ -> new Leaf();
    };
  }

  /// The shape of an element of a list.
  default Shape element() {
    return this instanceof KeyedItems(_, Shape element) ? element : new Leaf();
  }

  /// Whether `name` is a field that the schema declares, and not the name of a map's entry.
  default boolean declares(String name) {
    return this instanceof Fields(ObjectType type) && type.find(name).isPresent();
  }
}

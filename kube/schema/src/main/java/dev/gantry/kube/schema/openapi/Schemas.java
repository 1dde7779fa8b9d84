package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.Field.Merge;
import dev.gantry.kube.schema.Field.Topology;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import dev.gantry.platform.json.Json;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the schemas of structures, and of all that they refer to.
final class Schemas {
  private final Dialect dialect;
  private final Descriptions descriptions;
  private final Map<String, ? extends JsonNode> kindsOfTypes;
  private final Map<String, ObjectNode> written = new TreeMap<>();
  private final Deque<ObjectType> waiting = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  /// @param kindsOfTypes by definition name, `x-kubernetes-group-version-kind` of those that
  /// have it
  Schemas(
      Dialect dialect, Descriptions descriptions, Map<String, ? extends JsonNode> kindsOfTypes) {
    this.dialect = dialect;
    this.descriptions = descriptions;
    this.kindsOfTypes = kindsOfTypes;
  }

  /// All schemas that are reachable from some, in alphabetical order.
  ObjectNode of(Collection<ObjectType> roots) {
    roots.forEach(this::want);
    while (!waiting.isEmpty()) {
      ObjectType type = waiting.removeFirst();
      written.put(type.name(), structure(type));
    }
    ObjectNode all = Json.mapper().createObjectNode();
    written.forEach(all::set);
    return all;
  }

  private void want(ObjectType type) {
    if (seen.add(type.name())) {
      waiting.add(type);
    }
  }

  private ObjectNode structure(ObjectType type) {
    ObjectNode schema = Json.mapper().createObjectNode();
    describe(schema, descriptions.of(type.name()));
    schema.put("type", "object");
    Set<String> required = new TreeSet<>();
    if (!type.fields().isEmpty()) {
      ObjectNode properties = schema.putObject("properties");
      for (Field field : type.fields()) {
        properties.set(field.name(), property(type, field));
        if (field.required()) {
          required.add(field.name());
        }
      }
    }
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    JsonNode kinds = kindsOfTypes.get(type.name());
    if (kinds != null) {
      schema.set("x-kubernetes-group-version-kind", kinds);
    }
    if (type.isAtomic()) {
      schema.put("x-kubernetes-map-type", "atomic");
    }
    return schema;
  }

  private ObjectNode property(ObjectType owner, Field field) {
    ObjectNode schema = Json.mapper().createObjectNode();
    describe(schema, prose(owner, field));
    field.defaultValue().ifPresent(value -> schema.set("default", value));
    write(schema, field.type(), field);
    merge(schema, field);
    return schema;
  }

  /// Upstream's Java model drops what is said of a field that refers to a structure; what the
  /// structure is says most of it.
  private String prose(ObjectType owner, Field field) {
    String prose = descriptions.of(owner.name(), field.name());
    return prose.isEmpty() && field.type() instanceof Type.Structure(ObjectType object)
        ? descriptions.of(object.name())
        : prose;
  }

  private static void describe(ObjectNode schema, String prose) {
    if (!prose.isEmpty()) {
      schema.put("description", prose);
    }
  }

  private void write(ObjectNode schema, Type type, Field field) {
    switch (type) {
      case Type.Scalar scalar -> {
        String definition = ValueSchemas.definition(scalar, field.form().value());
        if (definition.isEmpty()) {
          ValueSchemas.inPlace(schema, scalar);
        } else {
          written.computeIfAbsent(definition, name -> ValueSchemas.schema(name, dialect));
          refer(schema, definition);
        }
      }
      case Type.ListOf(Type element) -> {
        schema.put("type", "array");
        write(schema.putObject("items"), element, field);
      }
      case Type.MapOf(Type value) -> {
        schema.put("type", "object");
        write(schema.putObject("additionalProperties"), value, field);
      }
      case Type.Structure(ObjectType object) -> {
        want(object);
        refer(schema, object.name());
      }
    }
  }

  /// In version 3 a reference may have no siblings, so it is wrapped where it has.
  private void refer(ObjectNode schema, String definition) {
    ObjectNode target = dialect == Dialect.V3 ? schema.putArray("allOf").addObject() : schema;
    target.put("$ref", dialect.reference(definition));
  }

  private static void merge(ObjectNode schema, Field field) {
    Merge merge = field.merge();
    switch (field.type()) {
      case Type.ListOf _ -> {
        if (merge.topology() == Topology.MAP) {
          ArrayNode keys = schema.putArray("x-kubernetes-list-map-keys");
          merge.keys().forEach(keys::add);
        }
        schema.put("x-kubernetes-list-type", listType(merge.topology()));
      }
      case Type.MapOf _ -> {
        if (merge.topology() == Topology.ATOMIC) {
          schema.put("x-kubernetes-map-type", "atomic");
        }
      }
      case Type.Structure(ObjectType object) -> {
        // A structure says itself how it is merged, unless a field says otherwise.
        if (object.isAtomic() && merge.topology() == Topology.MAP) {
          schema.put("x-kubernetes-map-type", "granular");
        }
      }
      case Type.Scalar _ -> {
        // Nothing to merge.
      }
    }
    if (!merge.patchMergeKey().isEmpty()) {
      schema.put("x-kubernetes-patch-merge-key", merge.patchMergeKey());
    }
    if (!merge.patchStrategy().isEmpty()) {
      List<String> inOrder = merge.patchStrategy().stream().sorted().toList();
      schema.put("x-kubernetes-patch-strategy", String.join(",", inOrder));
    }
  }

  private static String listType(Topology topology) {
    return switch (topology) {
      case ATOMIC -> "atomic";
      case SET -> "set";
      case MAP -> "map";
    };
  }
}

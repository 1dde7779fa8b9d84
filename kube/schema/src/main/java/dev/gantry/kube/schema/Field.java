package dev.gantry.kube.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One field of an [ObjectType].
///
/// @param number its number in the structure's protobuf message; 0 when it has none there
/// @param required whether upstream's schema lists it as required
/// @param defaultValue the constant that upstream's schema fills in, such as `{}` or `"TCP"`
/// @param merge how patches and appliers treat it
/// @param form how its value is written, where the type alone does not say
public record Field(
    String name,
    Type type,
    int number,
    boolean required,
    Optional<JsonNode> defaultValue,
    Merge merge,
    Form form) {

  /// A field in plain form.
  public Field(
      String name,
      Type type,
      int number,
      boolean required,
      Optional<JsonNode> defaultValue,
      Merge merge) {
    this(name, type, number, required, defaultValue, merge, Form.PLAIN);
  }

  /// How a value is written.
  ///
  /// @param value what the innermost value is, for types that JSON does not tell apart
  /// @param omitsZero whether zero, false or the empty string is the same as no value, and is left
  ///     out
  public record Form(Value value, boolean omitsZero) {
    public static final Form PLAIN = new Form(Value.PLAIN, true);
  }

  /// Types that are one kind of value in JSON and a message of their own in protobuf.
  public enum Value {
    PLAIN,
    /// A list that is the value of a map, inside a message with the one field `items`.
    WRAPPED_LIST,
    RAW_EXTENSION,
    FIELDS_V1,
    JSON,
    SCHEMA_OR_ARRAY,
    SCHEMA_OR_BOOL,
    SCHEMA_OR_STRINGS
  }

  /// How the values of a list or a map belong together.
  public enum Topology {
    /// One value: replaced and owned as a whole.
    ATOMIC,
    /// A list of distinct scalars, each owned by itself.
    SET,
    /// A list of objects told apart by the values of keys; or a map or structure, merged by field.
    MAP
  }

  /// Merge information, `x-kubernetes-…` in OpenAPI.
  ///
  /// @param topology for server-side apply: `list-type`, or `map-type` (atomic or granular)
  /// @param keys `list-map-keys`, for lists with topology MAP
  /// @param patchStrategy for strategic merge patches: any of `merge`, `retainKeys`, `replace`;
  ///     empty replaces lists and merges structures
  /// @param patchMergeKey the field that tells elements apart in a strategic merge patch, or empty
  public record Merge(
      Topology topology, List<String> keys, Set<String> patchStrategy, String patchMergeKey) {
    /// A scalar, or a list that is replaced as a whole.
    public static final Merge ATOMIC = new Merge(Topology.ATOMIC, List.of(), Set.of(), "");

    /// A map or structure merged field by field.
    public static final Merge GRANULAR = new Merge(Topology.MAP, List.of(), Set.of(), "");

    public Merge {
      keys = List.copyOf(keys);
      patchStrategy = Set.copyOf(patchStrategy);
    }
  }
}

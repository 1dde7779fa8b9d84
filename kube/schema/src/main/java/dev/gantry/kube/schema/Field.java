package dev.gantry.kube.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One field of an [ObjectType].
///
/// @param number its number in the protobuf form, 0 when it has none
/// @param required whether upstream's schema lists it as required
/// @param defaultValue the constant that upstream's schema fills in, such as `{}` or `"TCP"`
/// @param merge how patches and appliers treat it
public record Field(
    String name,
    Type type,
    int number,
    boolean required,
    Optional<JsonNode> defaultValue,
    Merge merge) {

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
  /// @param patchStrategy for strategic merge patches: any of `merge`, `retainKeys`; empty replaces
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

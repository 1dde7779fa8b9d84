package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which snapshot lies on which, computed from a [LayerCatalog]'s parents.
final class LayerTree {
  private LayerTree() {}

  /// The chains and everything below them.
  static Set<ChainId> withAncestors(Set<ChainId> chains, Map<ChainId, Optional<ChainId>> parents) {
    var all = new HashSet<ChainId>();
    for (var chain : chains) {
      Optional<ChainId> next = Optional.of(chain);
      while (next.isPresent() && all.add(next.get())) {
        next = parents.getOrDefault(next.get(), Optional.empty());
      }
    }
    return all;
  }

  /// How many snapshots lie directly on each; those that carry none are absent.
  static Map<ChainId, Integer> countChildren(Map<ChainId, Optional<ChainId>> parents) {
    var children = new HashMap<ChainId, Integer>();
    parents.values().stream()
        .flatMap(Optional::stream)
        .forEach(parent -> children.merge(parent, 1, Integer::sum));
    return children;
  }
}

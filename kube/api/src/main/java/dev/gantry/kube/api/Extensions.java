package dev.gantry.kube.api;

import dev.gantry.kube.objects.GroupVersionKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What other modules add to the API.
///
/// @param admission asked after the built-in plug-ins
public record Extensions(
    Map<GroupVersionKind, VirtualKind> virtualKinds,
    Map<Subresource, SubresourceHandler> subresources,
    List<AdmissionPlugin> admission) {
  public static final Extensions NONE = new Extensions(Map.of(), Map.of(), List.of());

  public Extensions {
    virtualKinds = Map.copyOf(virtualKinds);
    subresources = Map.copyOf(subresources);
    admission = List.copyOf(admission);
  }

  /// A subresource of a kind.
  public record Subresource(GroupVersionKind kind, String name) {}

  public Extensions virtualKind(GroupVersionKind kind, VirtualKind handler) {
    var more = new HashMap<>(virtualKinds);
    more.put(kind, handler);
    return new Extensions(more, subresources, admission);
  }

  public Extensions subresource(GroupVersionKind kind, String name, SubresourceHandler handler) {
    var more = new HashMap<>(subresources);
    more.put(new Subresource(kind, name), handler);
    return new Extensions(virtualKinds, more, admission);
  }
}
